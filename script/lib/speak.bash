# How the scripts speak: Chinese first, English after it; a refusal is one sentence in each and ends the script.
# shellcheck shell=bash

say() { printf '%s\n' "$*"; }

# refuse 中文 English: what is wrong and what to do.
refuse() {
  printf '\n  ✗ %s\n    %s\n\n' "$1" "$2" >&2
  exit 1
}

# progress LABEL COMMAND...: runs a command with its output in a file; shows the label, the seconds, and on failure the end of the output.
progress() {
  local label=$1 log started=$SECONDS pid code=0
  shift
  log=$(mktemp "${TMPDIR:-/tmp}/zhian.XXXXXX")
  "$@" >"$log" 2>&1 </dev/null &
  pid=$!
  trap 'kill "$pid" 2>/dev/null; rm -f "$log"; exit 130' INT TERM # a shell lets what runs behind it ignore Ctrl-C
  while [ -t 1 ] && kill -0 "$pid" 2>/dev/null; do
    printf '\r  … %s  %ss ' "$label" $((SECONDS - started))
    sleep 0.5
  done
  wait "$pid" || code=$?
  trap - INT TERM
  [ ! -t 1 ] || printf '\r\033[K'
  if [ "$code" -eq 0 ]; then
    printf '  ✓ %s  %ss\n' "$label" $((SECONDS - started))
  else
    printf '  ✗ %s\n' "$label" >&2
    tail -n 25 "$log" | sed 's/^/    | /' >&2
  fi
  rm -f "$log"
  return "$code"
}
