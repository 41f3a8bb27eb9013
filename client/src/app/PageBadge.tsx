import { Show } from "solid-js"
import { useWaiting } from "./createWaiting.ts"

/** How many registrations wait, beside the entry of the customers page. */
export const PageBadge = (props: { readonly href: string; readonly class?: string }) => {
  const waiting = useWaiting()
  return (
    <Show when={props.href === "/customers" && (waiting.count() ?? 0) > 0}>
      <span
        class={`figures inline-flex h-4 min-w-4 items-center justify-center rounded-full bg-solid px-1 text-[11px] leading-none font-semibold text-on-solid ${props.class ?? ""}`}
        title={`${waiting.count()} waiting for your approval`}
      >
        {(waiting.count() ?? 0) > 99 ? "99+" : waiting.count()}
        <span class="sr-only"> waiting</span>
      </span>
    </Show>
  )
}
