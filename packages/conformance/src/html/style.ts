// All colours have a contrast of at least 4.5 : 1. The text also says what passed.
export const style = `
:root { --ink: #1b1f24; --ground: #ffffff; --line: #c8ccd1; --pass: #0a6b2d; --fail: #b3140f; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e8eb; --ground: #14171a; --line: #41474e; --pass: #6fd58f; --fail: #ff8f87; }
}
body { margin: 0; color: var(--ink); background: var(--ground); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 90rem; margin: auto; padding: 1.5rem; }
.wide { overflow-x: auto; margin-block: 2rem; }
table { border-collapse: collapse; min-width: 40rem; }
caption { text-align: start; font-size: 1.25rem; font-weight: 600; padding-block: .5rem; }
th, td { text-align: start; vertical-align: top; padding: .35rem .75rem .35rem 0; border-block-end: 1px solid var(--line); }
tbody th { font-weight: 400; }
td { font-variant-numeric: tabular-nums; }
ul { margin: .25rem 0 0; padding-inline-start: 1.1rem; min-width: 30ch; max-width: 45ch; overflow-wrap: anywhere; }
.unbroken { white-space: nowrap; }
.passed, .exempt, .unavailable { font-weight: 600; }
.passed { color: var(--pass); font-weight: 600; }
.failed { color: var(--fail); font-weight: 600; }
`
