/// A currency of ISO 4217.
public struct Currency: Hashable, Sendable {
  public let code: String
  /// The number of decimals of its smallest amount: 2 for USD, 0 for JPY, 3 for KWD.
  public let minorDigits: Int

  /// The currency with this code, if it is in use.
  public init?(code: String) {
    guard let digits = Currency.minorDigits[code] else { return nil }
    self.code = code
    minorDigits = digits
  }

  /// The codes of all currencies in use, sorted.
  public static var codes: [String] { minorDigits.keys.sorted() }

  /// The decimals of the smallest amounts, by code.
  static let minorDigits: [String: Int] = {
    var table: [String: Int] = [:]
    func add(_ digits: Int, _ codes: String) {
      for code in codes.split(separator: " ") { table[String(code)] = digits }
    }
    add(0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF")
    add(3, "BHD IQD JOD KWD LYD OMR TND")
    add(4, "CLF UYW")
    add(
      2,
      """
      AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP \
      CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR \
      JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN \
      NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP \
      SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD YER ZAR ZMW ZWG
      """)
    return table
  }()
}
