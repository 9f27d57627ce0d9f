"""What hands do on any page: press a button, follow a link, and wait for the page to which it leads."""


def press(page, name):
    """The button of this name."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def press_first(page, selector="form .button.is-main"):
    """The first of what is found; untold, what a form is for."""
    with page.expect_navigation():
        page.locator(selector).first.click()


def follow(page, name, *, exact=False):
    """The first link of this name."""
    with page.expect_navigation():
        page.get_by_role("link", name=name, exact=exact).first.click()
