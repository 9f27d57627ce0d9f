"""Pages of the administrators: departments, people, duties, first passwords, imports; and finding a colleague.

They stand in `site`, above `kernel.web`, because `kernel.people` below may not know pages; their deeds are all there.
"""
