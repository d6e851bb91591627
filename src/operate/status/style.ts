/** The page's style. Colours are at least 4.5:1 against what they are on, in light and in dark. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #fff; --text: #1b1f23; --faint: #57606a; --line: #d0d7de; --panel: #f6f8fa;
  --now: #a40e26; --soon: #7d4e00; --wait: #0550ae; --well: #116329;
  --now-panel: #ffebe9; --soon-panel: #fff8c5; --wait-panel: #ddf4ff; --well-panel: #dafbe1;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0d1117; --text: #e6edf3; --faint: #9198a1; --line: #30363d; --panel: #161b22;
    --now: #ff9492; --soon: #f0b72f; --wait: #79c0ff; --well: #4ac26b;
    --now-panel: #3c1618; --soon-panel: #302100; --wait-panel: #0c2d4e; --well-panel: #0f2d1b;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 1rem 1.5rem 3rem; max-width: 90rem;
  background: var(--page); color: var(--text);
  font: 0.95rem/1.45 system-ui, sans-serif;
}
header { display: flex; flex-wrap: wrap; gap: 0 1.5rem; align-items: baseline; }
h1 { font-size: 1.35rem; margin: 0.4rem 0; }
h2 { font-size: 1.05rem; margin: 1.8rem 0 0.5rem; }
.faint { color: var(--faint); }
.todo { list-style: none; margin: 0; padding: 0; }
.todo li {
  display: grid; grid-template-columns: 5.5rem 1fr; gap: 0 1rem;
  margin: 0 0 0.5rem; padding: 0.6rem 0.9rem; border-left: 0.4rem solid; border-radius: 0.25rem;
}
.todo strong { font-size: 1.05rem; }
.todo p { margin: 0; overflow-wrap: anywhere; font-weight: 600; }
.todo p + p { font-weight: 400; grid-column: 2; }
code { font-size: 0.95em; }
code span { white-space: nowrap; }
.todo .now { border-color: var(--now); background: var(--now-panel); }
.todo .now strong { color: var(--now); }
.todo .soon { border-color: var(--soon); background: var(--soon-panel); }
.todo .soon strong { color: var(--soon); }
.todo .wait { border-color: var(--wait); background: var(--wait-panel); }
.todo .wait strong { color: var(--wait); }
.todo .well { border-color: var(--well); background: var(--well-panel); }
.todo .well strong { color: var(--well); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.4rem 0.5rem; border-top: 1px solid var(--line); }
thead th { border-top: 0; color: var(--faint); font-weight: 600; white-space: nowrap; }
tbody th { font-weight: 600; }
td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
thead th.number { text-align: right; }
td small, th small { display: block; color: var(--faint); font-size: 0.85em; font-weight: 400; }
td p { margin: 0; max-width: 45rem; overflow-wrap: anywhere; }
.state { font-weight: 600; white-space: nowrap; }
.state.now { color: var(--now); } .state.soon { color: var(--soon); }
.state.wait { color: var(--wait); } .state.well { color: var(--well); }
tr.now > * { background: var(--now-panel); } tr.soon > * { background: var(--soon-panel); }
.plot { display: block; } .plot rect { fill: var(--wait); } .plot path { stroke: var(--line); fill: none; }
a { color: var(--wait); }
footer { margin-top: 2rem; color: var(--faint); }
`
