import type { JSX } from "solid-js"

/** A page's name and what filters it. */
export const PageHead = (props: { readonly title: string; readonly children?: JSX.Element }) => (
  <header class="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-3 py-2 md:px-4">
    <h1 class="text-xl font-semibold tracking-tight">{props.title}</h1>
    {props.children}
  </header>
)
