from django.utils.translation import gettext_lazy as _

from zhian.kernel import modules


class DocumentsConfig(modules.Module):
    name = "zhian.kernel.documents"
    label = "documents"
    title = _("Documents")
    menu = [
        modules.MenuItem(
            _("Document templates"),
            "documents:templates",
            "file-text",
            quarter="house",
            permission="documents.manage_templates",
            order=89,
        )
    ]
