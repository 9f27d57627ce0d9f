"""The components of the pages as template tags; `{% load zhian %}` loads them all."""
