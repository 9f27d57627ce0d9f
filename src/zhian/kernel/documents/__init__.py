"""Documents on paper: Word templates that a hospital edits itself, filled in, and as PDF from the same template."""
