import { A } from "@solidjs/router"
import Layers from "lucide-solid/icons/layers"
import SearchX from "lucide-solid/icons/search-x"
import { For, Show, type JSX } from "solid-js"
import { TimeText } from "../time/TimeText.tsx"
import { Button } from "../ui/Button.tsx"
import { Drawer } from "../ui/Drawer.tsx"
import { EmptyState } from "../ui/EmptyState.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { ExportButton } from "../ui/ExportButton.tsx"
import { PageHead } from "../ui/PageHead.tsx"
import { RowTable } from "../ui/RowTable.tsx"
import { SearchField } from "../ui/SearchField.tsx"
import { StatusShape } from "../ui/StatusBadge.tsx"
import { bulkCommand, BulkHead, BulkLine, BulkProgress, BulkTile } from "./BulkRow.tsx"
import { type Bulk, createBulks } from "./createBulks.ts"

/** What messages for several orders came to, and how far those are that run (BU-06). */
const BulkView = (props: { readonly tabs: JSX.Element }) => {
  const bulks = createBulks()
  const { rows } = bulks
  return (
    <div class="flex h-full flex-col">
      <PageHead title="Requests">
        {props.tabs}
        <SearchField
          class="w-full md:ml-auto md:w-64"
          label="User, number, command"
          value={bulks.search()}
          onSearch={bulks.setSearch}
        />
        <ExportButton address={bulks.file()} isEmpty={rows.items().length === 0} />
      </PageHead>
      <Show when={rows.trouble()}>{(trouble) => <ErrorBox trouble={trouble()} onRetry={rows.reload} />}</Show>
      <RowTable
        label="Bulk messages"
        rows={rows}
        nothing={<Nothing search={bulks.search()} onShowAll={() => bulks.setSearch("")} />}
        head={<BulkHead />}
        line={(row) => <BulkLine bulk={row()} onOpen={() => bulks.open(row().id)} />}
        tileHeight={72}
        tile={(row) => <BulkTile bulk={row()} onOpen={() => bulks.open(row().id)} />}
      />
      <Show when={bulks.opened()}>
        {(bulk) => (
          <Drawer
            isOpen
            title={`${bulkCommand(bulk())}, ${bulk().total} orders`}
            onClose={() => bulks.open(null)}
          >
            <BulkDetail bulk={bulk()} />
          </Drawer>
        )}
      </Show>
    </div>
  )
}

const Nothing = (props: { readonly search: string; readonly onShowAll: () => void }) => (
  <Show
    when={props.search !== ""}
    fallback={
      <EmptyState
        icon={<Layers />}
        text="No bulk message yet."
        hint="When a customer sends one command for several orders, it appears here with how far it is and what became of each order."
      />
    }
  >
    <EmptyState icon={<SearchX />} text="No bulk message fits this search.">
      <Button onClick={props.onShowAll}>Show all</Button>
    </EmptyState>
  </Show>
)

const BulkDetail = (props: { readonly bulk: Bulk }) => (
  <div class="flex flex-col gap-4 p-4">
    <dl class="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
      <dt class="text-muted">User</dt>
      <dd>{props.bulk.username}</dd>
      <dt class="text-muted">Written by</dt>
      <dd class="wrap-anywhere">{props.bulk.sender}</dd>
      <dt class="text-muted">Started</dt>
      <dd>
        <TimeText at={props.bulk.startedAt} look="ago" />
      </dd>
      <dt class="text-muted">How far</dt>
      <dd>
        <BulkProgress bulk={props.bulk} />
      </dd>
      <Show when={props.bulk.finishedAt !== null}>
        <dt class="text-muted">Came to</dt>
        <dd class="figures">
          {props.bulk.succeeded} taken, {props.bulk.skipped} skipped
        </dd>
      </Show>
    </dl>
    <Show when={props.bulk.conversationId}>
      {(id) => (
        <A href={`/desk/${id()}`} class="font-medium text-accent underline">
          Open the conversation
        </A>
      )}
    </Show>
    <Show
      when={props.bulk.detail}
      fallback={
        <Show when={props.bulk.finishedAt !== null}>
          <p class="text-muted">What became of each order was not kept: the rule for it is off.</p>
        </Show>
      }
    >
      {(detail) => (
        <ul aria-label="Orders" class="rounded-md border border-line">
          <For each={detail()}>
            {(order) => (
              <li class="flex items-start gap-3 border-b border-line px-3 py-1.5 last:border-b-0">
                <span class="figures shrink-0 font-medium select-all">{order.orderId}</span>
                <span class="ml-auto flex min-w-0 items-start gap-1.5 text-right">
                  <StatusShape tone={isTaken(order.outcome) ? "ok" : "off"} class="mt-1" />
                  {order.outcome}
                </span>
              </li>
            )}
          </For>
        </ul>
      )}
    </Show>
  </div>
)

const isTaken = (outcome: string): boolean => /^(accepted|added|recorded|answered)/i.test(outcome)

export default BulkView
