/// A plan for the pages of rules about laws: accelerated rates on the attainment of a quota, a kicker, and this law.
func lawText(_ law: String, kicker: String = "10% of quota when attainment >= 120% else 0 USD") -> String {
  pageText(
    """
    marginal rates Accelerator (attainment: percent) -> percent {
      from   0%: 8%
      from 100%: 12%
    }
    """,
    """
    let quota      = payee.target as quarterly
    let attainment = (bookings over quarter to date) / quota

    pay commission = bookings through Accelerator over quarter to date against quota
    pay kicker each quarter = \(kicker)

    \(law)
    """)
}
