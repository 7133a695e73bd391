"""Holds a SARIF file against the public schema of SARIF 2.1.0.

    python3 Tests/Validation/validate_sarif.py lint.sarif sarif-schema-2.1.0.json

The schema is not a part of this repository: https://json.schemastore.org/sarif-2.1.0.json. Where it, or the module
`jsonschema`, is not there, the script says that nothing was tested and ends with 77. It ends with 1 if the file is not
in order.
"""

import json
import sys


def main(arguments):
    if len(arguments) != 2:
        print(__doc__)
        return 2
    report, schema = arguments
    try:
        import jsonschema
    except ImportError:
        print("skipped: the module jsonschema is not installed, so nothing was tested")
        return 77
    try:
        with open(schema, encoding="utf-8") as file:
            rules = json.load(file)
    except OSError as error:
        print(f"skipped: the schema cannot be read, so nothing was tested: {error}")
        return 77
    with open(report, encoding="utf-8") as file:
        content = json.load(file)
    validator = jsonschema.validators.validator_for(rules)(rules)
    faults = sorted(validator.iter_errors(content), key=lambda fault: list(map(str, fault.path)))
    for fault in faults:
        print("/".join(map(str, fault.path)) + ": " + fault.message)
    results = content["runs"][0]["results"]
    for number, result in enumerate(results):
        for key in ("ruleId", "ruleIndex", "partialFingerprints"):
            if key not in result:
                faults.append(key)
                print(f"results/{number}: no {key}, which code scanning asks for")
    print(f"{len(results)} results, {len(faults)} faults")
    return 1 if faults else 0


sys.exit(main(sys.argv[1:]))
