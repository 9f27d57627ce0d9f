"""Hospital quality and safety, from the rule to the proof that it was kept.

Read the folders from the bottom up; each imports only from those below it.

    cli     the same program at the prompt
    site    puts the parts together: settings, addresses, menus, the demo hospital
    act     what we change           improvement, liability, accountability
    check   how well it happened     inspection, indicators, surveys, complaints, incidents, infection
    do      what did happen          feeds, registers, materials
    plan    what should happen       governance, standards, competence
    kernel  what every record needs  people, audit, patients, records, notices, pages, loop
    engines plain Python             workflow, working days, tamper-evident log; later the law, clocks, statistics
"""
