import { Show, type JSX } from "solid-js"

/** A titled part of a drawer. */
export const DrawerPart = (props: {
  readonly title: string
  readonly count?: number | undefined
  readonly children: JSX.Element
}) => (
  <section class="border-b border-line p-4 last:border-b-0">
    <h3 class="mb-2 flex items-center gap-2 text-xs font-semibold text-muted">
      {props.title}
      <Show when={props.count}>{(count) => <span class="figures font-normal">{count()}</span>}</Show>
    </h3>
    {props.children}
  </section>
)
