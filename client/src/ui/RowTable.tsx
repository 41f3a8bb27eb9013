import { Match, Switch, type JSX } from "solid-js"
import type { Rows } from "../live/createRows.ts"
import { createMedia } from "./createMedia.ts"
import { createRowKeys } from "./createRowKeys.ts"
import { SkeletonRows } from "./Skeleton.tsx"
import { VirtualRows } from "./VirtualRows.tsx"

interface RowTableProps<T> {
  readonly label: string
  readonly rows: Pick<Rows<T>, "items" | "state" | "hasMore" | "isLoadingMore" | "loadMore">
  /** The names of the columns. */
  readonly head: JSX.Element
  readonly line: (row: () => T, place: () => number) => JSX.Element
  readonly tile: (row: () => T, place: () => number) => JSX.Element
  /** Pixels. */
  readonly tileHeight: number
  /** Pixels; 36 when it is not said. */
  readonly lineHeight?: number
  /** Pixels: narrower screens get tiles. */
  readonly wideFrom?: number
  /** Whether the lines carry `data-row`, so that J and K walk them. */
  readonly hasKeys?: boolean
  /** What is shown when there is nothing. */
  readonly nothing?: JSX.Element
}

/** A list that is loaded page by page, as a table; as tiles on a phone. */
export const RowTable = <T,>(props: RowTableProps<T>) => {
  const isWide = createMedia(`(min-width: ${props.wideFrom ?? 768}px)`)
  const items = () => props.rows.items()
  const lineHeight = () => props.lineHeight ?? 36
  const keys = props.hasKeys === true ? createRowKeys(() => (isWide() ? items().length : 0)) : undefined
  return (
    <Switch>
      <Match when={props.rows.state() === "loading"}>
        <div class="min-h-0 flex-1 overflow-hidden">
          <SkeletonRows count={16} rowHeight={isWide() ? lineHeight() : props.tileHeight} />
        </div>
      </Match>
      <Match when={items().length === 0 && props.rows.state() === "ready"}>{props.nothing}</Match>
      <Match when={items().length > 0 && isWide()}>
        <div
          role="table"
          aria-label={props.label}
          aria-rowcount={props.rows.hasMore() ? -1 : items().length + 1}
          class="flex min-h-0 flex-1 flex-col"
        >
          {props.head}
          <VirtualRows
            roles={{ box: "rowgroup", row: "row" }}
            items={items()}
            rowHeight={lineHeight()}
            onEnd={props.rows.loadMore}
            isLoadingMore={props.rows.isLoadingMore()}
            shown={keys?.place()}
            row={props.line}
          />
        </div>
      </Match>
      <Match when={items().length > 0}>
        <VirtualRows
          label={props.label}
          items={items()}
          rowHeight={props.tileHeight}
          onEnd={props.rows.loadMore}
          isLoadingMore={props.rows.isLoadingMore()}
          row={props.tile}
        />
      </Match>
    </Switch>
  )
}
