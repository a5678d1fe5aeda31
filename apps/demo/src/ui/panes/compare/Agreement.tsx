import { agreement } from "../../compared.ts"
import { wordsOf } from "../../logic/words.ts"
import { decimals } from "../../trust/words.ts"

/** The rank correlation of every two maps. */
export function Agreement() {
  const found = agreement.value
  if (found === null) return null
  const { values, table, mean } = found
  return (
    <section class="card" aria-labelledby="agreement-title">
      <h2 id="agreement-title">Agreement {decimals(mean)}</h2>
      <p class="soft small">
        The mean of Spearman’s rank correlation of every two maps: 1 if they order all pixels alike, 0 if
        their orders are unrelated, −1 if they are opposite.
      </p>
      <div class="table" role="region" aria-label="Agreement of every two maps" tabIndex={0}>
        <table>
          <caption class="hidden">Rank correlation of every two maps</caption>
          <thead>
            <tr>
              <td />
              {values.map((value) => (
                <th scope="col" key={value}>
                  {wordsOf(value)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {values.map((value, row) => (
              <tr key={value}>
                <th scope="row">{wordsOf(value)}</th>
                {values.map((other, column) => (
                  <td key={other}>{row === column ? "–" : decimals(table[row][column])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
