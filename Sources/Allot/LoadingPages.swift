let loadingPages: [DiagnosticPage] = []
let runtimePages: [DiagnosticPage] = []
