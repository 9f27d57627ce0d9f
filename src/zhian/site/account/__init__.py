"""The way in: signing in, first and outdated passwords, second factors, and what a person finds under “My account”.

It stands in `site`, above `kernel.web`, because `kernel.people` below may not know pages.
"""
