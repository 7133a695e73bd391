/// The stable codes of what may be wrong with a text; each has a page in the catalogue.
enum SyntaxCode: String, CaseIterable, Sendable {
  // Characters and tokens.
  case encoding = "E0101"
  case direction = "E0102"
  case unknownCharacter = "E0103"
  case lookalike = "E0104"
  case foreignSign = "E0105"
  case foreignComment = "E0106"
  case semicolon = "E0107"
  case openText = "E0108"
  case foreignQuotes = "E0109"
  case escape = "E0110"
  case quotedName = "E0111"
  case numberForm = "E0112"
  case currencySign = "E0113"
  case noSuchDay = "E0114"
  case dateForm = "E0115"
  case tooLarge = "E0116"
  // Structure.
  case expected = "E0120"
  case unclosed = "E0121"
  case unclosedBlock = "E0122"
  case strayClosing = "E0123"
  case unknownDeclaration = "E0124"
  case unknownItem = "E0125"
  case unknownStep = "E0126"
  case reservedName = "E0127"
  case repeatedClause = "E0128"
  case tooDeep = "E0129"
  case language = "E0130"
  // Expressions.
  case chainedComparison = "E0131"
  case conditionForm = "E0132"
  case conditionalWithoutElse = "E0133"
  case operatorBehindPhrase = "E0134"
  case throughWithoutOver = "E0135"
  case windowWithoutEnd = "E0136"
  case oneExpression = "E0137"
  case spanNotWhole = "E0138"
  // Declarations.
  case columnForm = "E0139"
  case rowLength = "E0140"
  case tierBound = "E0141"
  case tierForm = "E0142"
  case tierWidth = "E0143"
  case closingBound = "E0144"
  case creditClauses = "E0145"
  case stepsOutsidePay = "E0146"
  case argumentOrder = "E0147"
  case defineWithoutParameters = "E0148"
  case defineForm = "E0149"
  // Examples.
  case unknownExampleItem = "E0150"
  case expectedErrorForm = "E0151"
  // Picks and versions.
  case dateOutsideLookup = "E0155"
  case pickWithoutOrder = "E0156"
  // Tiers.
  case modeOfOneTier = "E0158"
  case orderAndProRata = "E0159"
  // Schedules.
  case weekdayName = "E0162"
  case scheduleLine = "E0163"
  case weekdayTwice = "E0164"
  // Laws.
  case assertionWithoutDomain = "E0165"
  // Curves and matrices.
  case curveForm = "E0180"
  case matrixForm = "E0181"
  // Ranks and allocations.
  case rankForm = "E0182"
  case allocateForm = "E0183"
  // Calendars.
  case calendarName = "E0186"
  case calendarWeeks = "E0187"
  case calendarNaming = "E0188"
  case calendarDay = "E0189"
  // Positions.
  case positionForm = "E0190"
  // The order of rows.
  case rangeForm = "E0191"
  case runningForm = "E0192"
  // Allocations and matches.
  case allocateRatio = "E0193"
  case matchForm = "E0194"
  // Deviations.
  case spreadForm = "E0195"
  // Types.
  case typeForm = "E0196"
  // Orders.
  case outcomeWithoutReason = "E0197"
  // Rules that count.
  case ruleChoiceForm = "E0198"
  case orderEntryForm = "E0199"
}
