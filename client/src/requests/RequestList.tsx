import { A } from "@solidjs/router"
import ListChecks from "lucide-solid/icons/list-checks"
import SearchX from "lucide-solid/icons/search-x"
import { Show } from "solid-js"
import { mayDo } from "../app/access.ts"
import { useSession } from "../app/SessionContext.ts"
import { Button } from "../ui/Button.tsx"
import { EmptyState } from "../ui/EmptyState.tsx"
import { RowTable } from "../ui/RowTable.tsx"
import type { Requests } from "./createRequests.ts"
import { RequestHead, RequestLine, RequestTile } from "./RequestRow.tsx"

/** The table of requests; tiles on a phone. */
export const RequestList = (props: { readonly requests: Requests }) => {
  const { login } = useSession()
  const { rows } = props.requests
  const mayPick = () => mayDo(login(), ["orders.manage"])
  const ids = () => rows.items().map(({ id }) => id)
  const count = () => props.requests.picked().length
  return (
    <RowTable
      label="Requests"
      rows={rows}
      hasKeys
      nothing={<Nothing requests={props.requests} />}
      head={
        <RequestHead
          mayPick={mayPick()}
          isAll={count() > 0 && count() === rows.items().length}
          isSome={count() > 0 && count() < rows.items().length}
          onAll={(isSelected) => props.requests.select(ids(), isSelected)}
        />
      }
      line={(row, place) => (
        <RequestLine
          request={row()}
          place={place()}
          mayPick={mayPick()}
          isSelected={props.requests.isSelected(row().id)}
          onSelect={(isSelected) => props.requests.select([row().id], isSelected)}
          onOpen={() => props.requests.open(row().id)}
        />
      )}
      tileHeight={72}
      tile={(row) => (
        <RequestTile
          request={row()}
          mayPick={mayPick()}
          isSelected={props.requests.isSelected(row().id)}
          onSelect={(isSelected) => props.requests.select([row().id], isSelected)}
          onOpen={() => props.requests.open(row().id)}
        />
      )}
    />
  )
}

const Nothing = (props: { readonly requests: Requests }) => (
  <Show
    when={props.requests.filter.isNarrowed()}
    fallback={
      <EmptyState
        icon={<ListChecks />}
        text="No request yet."
        hint="When a customer writes “492007588 cancel” and the rules accept it, the request appears here."
      >
        <A href="/desk" class="font-medium text-accent underline">
          Go to the desk
        </A>
      </EmptyState>
    }
  >
    <EmptyState icon={<SearchX />} text="No request fits this filter.">
      <Button onClick={props.requests.filter.showAll}>Show all</Button>
    </EmptyState>
  </Show>
)
