import { RowTable } from "../ui/RowTable.tsx"
import type { DeadLetterRow, Dispatches } from "./createDispatches.ts"
import { DispatchHead, DispatchLine, DispatchTile } from "./DispatchRow.tsx"

/** The table of what failed; tiles on a phone. */
export const DispatchList = (props: { readonly dispatches: Dispatches }) => {
  const { retries, rows } = props.dispatches
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
    <RowTable
      label="Failed"
      rows={rows}
      hasKeys
      head={
        <DispatchHead
          isAll={isAll()}
          isSome={!isAll() && props.dispatches.selected().size > 0}
          onAll={(isSelected) => props.dispatches.select(ids(), isSelected)}
        />
      }
      line={(row, place) => <DispatchLine {...of(row, place)} />}
      tileHeight={80}
      tile={(row, place) => <DispatchTile {...of(row, place)} />}
    />
  )
}
