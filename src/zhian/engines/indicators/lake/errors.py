"""Why the lake refuses, in two languages; whatever is raised, it is as it was before."""

from zhian.engines.chinese import written_in


class LakeError(Exception):
    """What is wrong, where, and what to do."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en

    def said_in(self, language: str) -> str:
        """In the language of a code: `zh-hans`, `zh-hant` or `en`."""
        return written_in(language, self.zh) if language.lower().startswith("zh") else self.en


class LakeBusy(LakeError):
    """Another program is writing."""

    def __init__(self, path: object) -> None:
        super().__init__(
            f"数据湖 {path} 正由另一个程序写入，请稍后再试。",
            f"Another program is writing to the lake {path}. Try again when it has finished.",
        )


class LakeNewer(LakeError):
    """A newer edition of this program has written the lake."""

    def __init__(self, path: object, theirs: int, ours: int) -> None:
        super().__init__(
            f"数据湖 {path} 由更新的版本写成（第 {theirs} 版，本程序只认识到第 {ours} 版）。请先升级本程序。",
            f"The lake {path} is of edition {theirs}, and this program knows editions up to {ours}. Upgrade it first.",
        )
