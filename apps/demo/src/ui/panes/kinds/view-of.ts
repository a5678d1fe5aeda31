import type { ComponentType } from "preact"
import type { Content } from "../../../engine/kinds/contract.ts"
import type { ShownMap } from "../../kinds/state.ts"
import { ImageView } from "./ImageView.tsx"
import { SeriesView } from "./SeriesView.tsx"
import { SlicesView } from "./SlicesView.tsx"
import { TableView } from "./TableView.tsx"
import { TextView } from "./TextView.tsx"
import { UnitsView } from "./UnitsView.tsx"

const views: Partial<Record<Content["kind"], ComponentType<ShownMap>>> = {
  image: ImageView,
  text: TextView,
  series: SeriesView,
  table: TableView,
  volume: SlicesView,
}

/** Returns what shows a map of an input of a kind. */
export function viewOf(kind: Content["kind"]): ComponentType<ShownMap> {
  return views[kind] ?? UnitsView
}
