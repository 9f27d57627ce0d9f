"""A demo hospital of the seed that is named, filled into this process's empty home and watched: a line of JSON."""

import json
import sys

import django

django.setup()

from zhian.check.indicators.services.alerts import as_of, judged  # noqa: E402 (models are known only now)
from zhian.check.indicators.services.definitions import in_force, name_of  # noqa: E402
from zhian.check.indicators.services.standings import work_out  # noqa: E402
from zhian.cli.running import prepare_database  # noqa: E402
from zhian.kernel.moment import today  # noqa: E402
from zhian.kernel.months import later, month_of  # noqa: E402
from zhian.kernel.people.models import Department  # noqa: E402
from zhian.site.demo.hospital import hospitals  # noqa: E402
from zhian.site.demo.load import load  # noqa: E402

BACK = 8  # months before the last that are watched too, one after the other

seed = int(sys.argv[1])
prepare_database()
load(seed=seed)
hospital = Department.objects.get(code=hospitals()[0].code)
last = later(month_of(today()), -1)
charts = work_out(Department.objects.filter(hospital=hospital, is_open=True), in_force(hospital), last)
months = []
for ago in range(BACK, -1, -1):
    found, warned = judged(hospital, as_of(charts, later(last, -ago)), later(last, -ago))
    told = [
        {
            "ward": each.department.code,
            "place": each.department.name,
            "code": each.drawing.definition.code,
            "name": name_of(each.drawing.definition),
        }
        for each, _verdict in warned
    ]
    months.append(
        {"ago": ago, "charts": found.charts, "small": found.small, "expected": found.expected_false, "told": told}
    )
print(json.dumps({"seed": seed, "months": months}, ensure_ascii=False))
