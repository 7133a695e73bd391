import Source

let tierPages: [DiagnosticPage] = []
