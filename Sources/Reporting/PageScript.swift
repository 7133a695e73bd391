/// What a script adds to the page: sorting and searching the overview, and explanations that are open on paper. All of
/// the page can be read without it.
///
/// It has neither `<` nor `&`, so that it is the same in HTML and in XML.
enum PageScript {
  /// The script's digest, by which the page allows this script and no other.
  static let hash = "sha256-qEOPsIJ1pHgqcqAlLXv6JhEJUQnW1xN0i4ZwSOiVHTM="

  static let text: StaticString = """
    'use strict';
    for (const table of document.querySelectorAll('table.sorted')) {
      const body = table.tBodies[0];
      const rows = Array.from(body.rows);
      const heads = Array.from(table.tHead.rows[0].cells).filter(cell => cell.localName === 'th');
      const value = (row, column) => {
        const text = row.cells[column].textContent.trim();
        const number = Number(text.replace(/,/g, '').replace('%', ''));
        return text === '' ? -Infinity : Number.isNaN(number) ? text : number;
      };
      const collator = new Intl.Collator(undefined, {numeric: true});
      heads.forEach((head, column) => {
        const button = document.createElement('button');
        button.type = 'button';
        button.append(...head.childNodes);
        head.append(button);
        button.addEventListener('click', () => {
          const now = head.getAttribute('aria-sort');
          const isUp = now === null ? column === 0 : now === 'descending';
          for (const other of heads) other.removeAttribute('aria-sort');
          head.setAttribute('aria-sort', isUp ? 'ascending' : 'descending');
          const sorted = rows.slice().sort((a, b) => {
            const x = value(a, column), y = value(b, column);
            const order = typeof x === 'number' ? (typeof y === 'number' ? x - y : -1)
              : typeof y === 'number' ? 1 : collator.compare(x, y);
            return isUp ? order : -order;
          });
          body.append(...sorted);
        });
      });
      if (rows.length > 10) {
        const label = document.createElement('label');
        const input = document.createElement('input');
        const found = document.createElement('span');
        input.type = 'search';
        found.setAttribute('role', 'status');
        label.append('Find ', input);
        const tools = document.createElement('p');
        tools.className = 'tools';
        tools.append(label, found);
        table.parentElement.before(tools);
        input.addEventListener('input', () => {
          const wanted = input.value.toLocaleLowerCase();
          let count = 0;
          for (const row of rows) {
            row.hidden = !row.cells[0].textContent.toLocaleLowerCase().includes(wanted);
            if (!row.hidden) count += 1;
          }
          found.textContent = wanted === '' ? '' : count + ' of ' + rows.length;
        });
      }
    }
    let opened = [];
    addEventListener('beforeprint', () => {
      opened = Array.from(document.querySelectorAll('.why details:not([open])'));
      for (const details of opened) details.open = true;
    });
    addEventListener('afterprint', () => {
      for (const details of opened) details.open = false;
    });

    """
}
