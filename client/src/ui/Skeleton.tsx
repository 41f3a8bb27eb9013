import { Index } from "solid-js"

const widths = ["w-2/5", "w-3/5", "w-1/2", "w-1/3", "w-3/4"]

/** Grey rows where rows will be, so that nothing shifts when they arrive. */
export const SkeletonRows = (props: {
  readonly count: number
  readonly rowClass?: string
  /** Pixels, where no class says it. */
  readonly rowHeight?: number
}) => (
  <div role="status" aria-label="Loading" class="flex flex-col">
    <Index each={Array.from({ length: props.count })}>
      {(_, index) => (
        <div
          class={`flex flex-col justify-center gap-2 border-b border-line px-3 ${props.rowClass ?? (props.rowHeight === undefined ? "h-16" : "")}`}
          style={props.rowHeight === undefined ? undefined : { height: `${props.rowHeight}px` }}
        >
          <span class={`skeleton block h-3 ${widths[index % widths.length]}`} />
        </div>
      )}
    </Index>
  </div>
)
