import { render } from "preact"
import { App } from "./ui/App.tsx"
import { firstSample } from "./ui/logic/samples.ts"
import { showError } from "./ui/messages.ts"
import { start } from "./ui/open.ts"
import { followPlace, restore } from "./ui/place.ts"
import { followProbe } from "./ui/probing.ts"
import { explainAgain } from "./ui/sweep.ts"
import "./ui/styles/tokens.css"
import "./ui/styles/base.css"
import "./ui/styles/layout.css"
import "./ui/styles/panes.css"
import "./ui/styles/side.css"
import "./ui/styles/pages.css"

restore()
followPlace(() => void explainAgain())
followProbe()
render(<App />, document.getElementById("app")!)
start(firstSample).catch(showError)
