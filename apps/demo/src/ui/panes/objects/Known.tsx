import { siteModel } from "../../model.ts"

/** Lists the classes of the site's model of photos, and names its origin. */
export function Known() {
  const model = siteModel.value
  if (model === null) return null
  const { labels, knows, origin } = model
  return (
    <details class="known">
      <summary>
        Knows {labels.length} {knows}
      </summary>
      <p class="small">{labels.join(", ")}</p>
      <p class="soft small">{origin}.</p>
    </details>
  )
}
