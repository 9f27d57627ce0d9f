# What PDF needs beside the pinned packages: Pango and a Chinese typeface, which belong to the system.
# shellcheck shell=bash

PDF_PACKAGES=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk)

# pdf_here PYTHON: whether both are there. A face is looked for where systems keep them.
pdf_here() {
  "$1" -c 'import ctypes.util, sys; sys.exit(not ctypes.util.find_library("pangoft2-1.0"))' 2>/dev/null &&
    find /usr/share/fonts /usr/local/share/fonts /System/Library/Fonts "$HOME/.fonts" "$HOME/.local/share/fonts" -type f 2>/dev/null |
    grep -Eiq 'cjk|han|songti|pingfang|heiti|wqy|simsun|yahei'
}

# The program runs without: then its pages say in a sentence what PDF lacks.
make_pdf_possible() {
  if pdf_here "$1"; then return; fi
  if may_apt && progress "安装 PDF 组件与中文字体 Installing what PDF needs" apt_install "${PDF_PACKAGES[@]}"; then return; fi
  say "  ! 暂不能生成 PDF，Word 不受影响。请安装：sudo apt install ${PDF_PACKAGES[*]}（macOS：brew install pango）"
  say "    PDF cannot be made here, Word can. Install: sudo apt install ${PDF_PACKAGES[*]} (macOS: brew install pango)"
}
