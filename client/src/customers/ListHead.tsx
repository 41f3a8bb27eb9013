import { For } from "solid-js"

/** The names of a list's columns, where there is room for columns. */
export const ListHead = (props: { readonly names: ReadonlyArray<string>; readonly class: string }) => (
  <div
    aria-hidden="true"
    class={`sticky top-0 grid h-8 items-center gap-x-4 border-b border-line bg-surface px-4 text-xs font-medium text-muted max-md:hidden ${props.class}`}
  >
    <For each={props.names}>{(name) => <span>{name}</span>}</For>
  </div>
)
