"""Looks at pages of `allot report` in a browser: accessibility rules, width on a phone, messages of the browser.

    python3 Tests/Validation/check_page.py statements.html…

It needs a Chromium (its path in CHROMIUM, else `chromium`) and the modules `playwright` and `axe_playwright_python`.
Where they are not there, the script says that nothing was tested and ends with 77. It ends with 1 if a page breaks a
rule, is wider than its window, or makes the browser complain.
"""

import os
import shutil
import sys

try:
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright
except ImportError as missing:
    print(f"skipped: nothing was tested, because {missing.name} is not installed")
    sys.exit(77)

browser = os.environ.get("CHROMIUM") or shutil.which("chromium")
if not browser:
    print("skipped: nothing was tested, because there is no Chromium")
    sys.exit(77)
if len(sys.argv) < 2:
    print(__doc__)
    sys.exit(2)

faults = 0
with sync_playwright() as playwright:
    chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
    for path in sys.argv[1:]:
        address = "file://" + os.path.abspath(path)
        for width, scheme in [(360, "light"), (800, "dark"), (1280, "light")]:
            messages = []
            context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
            page = context.new_page()
            page.on("console", lambda message: messages.append(message.text))
            page.on("pageerror", lambda error: messages.append(str(error)))
            page.on("request", lambda request: request.url == address or messages.append("loads " + request.url))
            page.goto(address)
            excess = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if excess > 0:
                messages.append(f"is {excess} pixels wider than its window")
            context.close()
            # The rules are a script of their own, which the page's policy would rightly refuse.
            context = chromium.new_context(
                viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
            page = context.new_page()
            page.goto(address)
            page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
            for rule in Axe().run(page).response["violations"]:
                messages.append(f"{rule['id']}: {rule['help']}, {len(rule['nodes'])} times: {rule['nodes'][0]['html'][:120]}")
            context.close()
            for message in messages:
                print(f"{path} at {width} pixels, {scheme}: {message}")
            faults += len(messages)
    chromium.close()
print(f"{len(sys.argv) - 1} pages, {faults} faults")
sys.exit(1 if faults else 0)
