import { Match, Switch } from "solid-js"
import { createMedia } from "../ui/createMedia.ts"
import { createRowKeys } from "../ui/createRowKeys.ts"
import { SkeletonRows } from "../ui/Skeleton.tsx"
import { VirtualRows } from "../ui/VirtualRows.tsx"
import type { DeadLetterRow, Dispatches } from "./createDispatches.ts"
import { DispatchHead, DispatchLine, DispatchTile } from "./DispatchRow.tsx"

/** The table of what failed; tiles on a phone. */
export const DispatchList = (props: { readonly dispatches: Dispatches }) => {
  const { retries, rows } = props.dispatches
  const isWide = createMedia("(min-width: 768px)")
  const keys = createRowKeys(() => (isWide() ? rows.items().length : 0))
  const ids = () => rows.items().map(({ id }) => id)
  const isAll = () => ids().every((id) => props.dispatches.selected().has(id))
  const of = (letter: () => DeadLetterRow, place: () => number) => ({
    get letter() {
      return letter()
    },
    get place() {
      return place()
    },
    get isSelected() {
      return props.dispatches.selected().has(letter().id)
    },
    get isBusy() {
      return retries.act.isBusy(letter().id)
    },
    onSelect: (isSelected: boolean) => props.dispatches.select([letter().id], isSelected),
    onOpen: () => props.dispatches.open(letter().id),
    onRetry: () => retries.retry(letter()),
    onDismiss: () => retries.askDismiss(letter())
  })
  return (
    <Switch>
      <Match when={rows.state() === "loading"}>
        <div class="min-h-0 flex-1 overflow-hidden">
          <SkeletonRows count={14} rowClass={isWide() ? "h-9" : "h-20"} />
        </div>
      </Match>
      <Match when={rows.items().length > 0 && isWide()}>
        <div
          role="table"
          aria-label="Failed"
          aria-rowcount={rows.hasMore() ? -1 : rows.items().length + 1}
          class="flex min-h-0 flex-1 flex-col"
        >
          <DispatchHead
            isAll={isAll()}
            isSome={!isAll() && props.dispatches.selected().size > 0}
            onAll={(isSelected) => props.dispatches.select(ids(), isSelected)}
          />
          <VirtualRows
            roles={{ box: "rowgroup", row: "row" }}
            items={rows.items()}
            rowHeight={36}
            onEnd={rows.loadMore}
            isLoadingMore={rows.isLoadingMore()}
            {...(keys.place() === undefined ? {} : { shown: keys.place() as number })}
            row={(row, place) => <DispatchLine {...of(row, place)} />}
          />
        </div>
      </Match>
      <Match when={rows.items().length > 0}>
        <VirtualRows
          label="Failed"
          items={rows.items()}
          rowHeight={80}
          onEnd={rows.loadMore}
          isLoadingMore={rows.isLoadingMore()}
          row={(row, place) => <DispatchTile {...of(row, place)} />}
        />
      </Match>
    </Switch>
  )
}
