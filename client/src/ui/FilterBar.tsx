import SlidersHorizontal from "lucide-solid/icons/sliders-horizontal"
import { createSignal, createUniqueId, Show, type JSX } from "solid-js"
import { Button } from "./Button.tsx"
import { createMedia } from "./createMedia.ts"

/** The filters under a page's head; a phone has them behind a button, open where they narrow the list already. */
export const FilterBar = (props: { readonly isNarrowed: boolean; readonly children: JSX.Element }) => {
  const id = createUniqueId()
  const isWide = createMedia("(min-width: 768px)")
  // oxlint-disable-next-line solid/reactivity -- how it is at first
  const [isOpen, setOpen] = createSignal(props.isNarrowed)
  return (
    <div class="shrink-0 border-b border-line px-3 py-1.5 md:px-4">
      <Show when={!isWide()}>
        <Button
          look="quiet"
          class="w-full"
          aria-expanded={isOpen()}
          aria-controls={id}
          onClick={() => setOpen(!isOpen())}
        >
          <SlidersHorizontal class="size-4" aria-hidden="true" />
          {isOpen() ? "Fewer filters" : "More filters"}
        </Button>
      </Show>
      <div
        id={id}
        class="gap-2 max-md:grid-cols-2 max-md:pt-1.5 md:flex md:flex-wrap md:items-center"
        classList={{ "max-md:hidden": !isOpen(), "max-md:grid": isOpen() }}
      >
        {props.children}
      </div>
    </div>
  )
}
