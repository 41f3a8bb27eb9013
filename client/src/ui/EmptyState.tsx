import type { JSX } from "solid-js"

/** One sentence that teaches, and at most one thing to press. */
export const EmptyState = (props: {
  readonly icon: JSX.Element
  readonly text: string
  readonly hint?: string
  readonly children?: JSX.Element
}) => (
  <div class="flex h-full min-h-48 flex-col items-center justify-center gap-1 p-6 text-center text-balance">
    <div class="mb-1 text-muted [&_svg]:size-6 [&_svg]:stroke-[1.5]" aria-hidden="true">
      {props.icon}
    </div>
    <p class="text-base font-medium">{props.text}</p>
    <p class="max-w-sm text-muted empty:hidden">{props.hint}</p>
    <div class="mt-3 empty:hidden">{props.children}</div>
  </div>
)
