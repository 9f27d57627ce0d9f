"""What the child process does: fills a Word template in, and turns it into PDF. It knows no Django and no database."""
