/** Names that playwright-core's types take from the DOM, which nothing here is written against. */
interface Node {}
interface HTMLElement {}
interface SVGElement {}
interface HTMLElementTagNameMap {}
