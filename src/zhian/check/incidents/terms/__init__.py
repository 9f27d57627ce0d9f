"""Lists of terms that are data: dated, with their source, bilingual."""
