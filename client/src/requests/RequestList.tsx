import { A } from "@solidjs/router"
import ListChecks from "lucide-solid/icons/list-checks"
import SearchX from "lucide-solid/icons/search-x"
import { Match, Switch } from "solid-js"
import { mayDo } from "../app/access.ts"
import { useSession } from "../app/SessionContext.ts"
import { Button } from "../ui/Button.tsx"
import { createMedia } from "../ui/createMedia.ts"
import { createRowKeys } from "../ui/createRowKeys.ts"
import { EmptyState } from "../ui/EmptyState.tsx"
import { SkeletonRows } from "../ui/Skeleton.tsx"
import { VirtualRows } from "../ui/VirtualRows.tsx"
import type { Requests } from "./createRequests.ts"
import { RequestHead, RequestLine, RequestTile } from "./RequestRow.tsx"

/** The table of requests; tiles on a phone. */
export const RequestList = (props: { readonly requests: Requests }) => {
  const { login } = useSession()
  const { rows } = props.requests
  const isWide = createMedia("(min-width: 768px)")
  const keys = createRowKeys(() => (isWide() ? rows.items().length : 0))
  const mayPick = () => mayDo(login(), ["orders.manage"])
  const ids = () => rows.items().map(({ id }) => id)
  const count = () => props.requests.picked().length
  return (
    <Switch>
      <Match when={rows.state() === "loading"}>
        <div class="min-h-0 flex-1 overflow-hidden">
          <SkeletonRows count={16} rowClass={isWide() ? "h-9" : "h-18"} />
        </div>
      </Match>
      <Match
        when={rows.items().length === 0 && rows.state() === "ready" && props.requests.filter.isNarrowed()}
      >
        <EmptyState icon={<SearchX />} text="No request fits this filter.">
          <Button onClick={props.requests.filter.showAll}>Show all</Button>
        </EmptyState>
      </Match>
      <Match when={rows.items().length === 0 && rows.state() === "ready"}>
        <EmptyState
          icon={<ListChecks />}
          text="No request yet."
          hint="When a customer writes “492007588 cancel” and the rules accept it, the request appears here."
        >
          <A href="/desk" class="font-medium text-accent underline">
            Go to the desk
          </A>
        </EmptyState>
      </Match>
      <Match when={rows.items().length > 0 && isWide()}>
        <div
          role="table"
          aria-label="Requests"
          aria-rowcount={rows.hasMore() ? -1 : rows.items().length + 1}
          class="flex min-h-0 flex-1 flex-col"
        >
          <RequestHead
            mayPick={mayPick()}
            isAll={count() > 0 && count() === rows.items().length}
            isSome={count() > 0 && count() < rows.items().length}
            onAll={(isSelected) => props.requests.select(ids(), isSelected)}
          />
          <VirtualRows
            roles={{ box: "rowgroup", row: "row" }}
            items={rows.items()}
            rowHeight={36}
            onEnd={rows.loadMore}
            isLoadingMore={rows.isLoadingMore()}
            {...(keys.place() === undefined ? {} : { shown: keys.place() as number })}
            row={(row, place) => (
              <RequestLine
                request={row()}
                place={place()}
                mayPick={mayPick()}
                isSelected={props.requests.isSelected(row().id)}
                onSelect={(isSelected) => props.requests.select([row().id], isSelected)}
                onOpen={() => props.requests.open(row().id)}
              />
            )}
          />
        </div>
      </Match>
      <Match when={rows.items().length > 0}>
        <VirtualRows
          label="Requests"
          items={rows.items()}
          rowHeight={72}
          onEnd={rows.loadMore}
          isLoadingMore={rows.isLoadingMore()}
          row={(row) => <RequestTile request={row()} onOpen={() => props.requests.open(row().id)} />}
        />
      </Match>
    </Switch>
  )
}
