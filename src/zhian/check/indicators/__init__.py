"""How well it happened, in numbers: what each indicator was month by month, whether it changed, who looks into it."""
