import SearchX from "lucide-solid/icons/search-x"
import UsersRound from "lucide-solid/icons/users-round"
import { createSignal, Match, Show, Switch } from "solid-js"
import type { User } from "../api/AccessGateway.ts"
import { maySee } from "../app/access.ts"
import { useSession } from "../app/SessionContext.ts"
import { AddOwner } from "../login/AddOwner.tsx"
import { Button } from "../ui/Button.tsx"
import { createMedia } from "../ui/createMedia.ts"
import { createRowKeys } from "../ui/createRowKeys.ts"
import { EmptyState } from "../ui/EmptyState.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { ExportButton } from "../ui/ExportButton.tsx"
import { PageHead } from "../ui/PageHead.tsx"
import { SearchField } from "../ui/SearchField.tsx"
import { SkeletonRows } from "../ui/Skeleton.tsx"
import { FilterTabs } from "../ui/Tabs.tsx"
import { VirtualRows } from "../ui/VirtualRows.tsx"
import { createUsers, type StatusFilter } from "./createUsers.ts"
import { StatusQuestion, type StatusWish } from "./StatusQuestion.tsx"
import { PlanQuestion } from "./PlanQuestion.tsx"
import { UserDrawer } from "./UserDrawer.tsx"
import { UserFilters } from "./UserFilters.tsx"
import { UserHead, UserLine, UserTile } from "./UserRow.tsx"

/** Every workspace of the platform (AC-08). */
const UsersView = () => {
  const users = createUsers()
  const { login } = useSession()
  const isWide = createMedia("(min-width: 900px)")
  const [wish, setWish] = createSignal<StatusWish | null>(null)
  const [planFor, setPlanFor] = createSignal<ReadonlyArray<User> | null>(null)
  const keys = createRowKeys(() => (isWide() ? (users.items()?.length ?? 0) : 0))
  const mayAct = () => maySee(login(), ["users.act"])
  const tab = (key: StatusFilter, label: string) => ({ key, label, count: users.counts()?.[key] })
  const row = (user: User) => ({
    user,
    isPicked: users.picked().has(user.id),
    onPick: (isOn: boolean) => void users.pick(user.id, isOn),
    onOpen: () => users.open(user.id)
  })
  return (
    <div class="flex h-full flex-col">
      <PageHead title="Users">
        <FilterTabs
          label="Which users"
          tabs={[
            tab("all", "All"),
            tab("active", "Active"),
            tab("suspended", "Suspended"),
            tab("banned", "Banned")
          ]}
          current={users.status()}
          onPick={users.setStatus}
        />
        <SearchField
          class="w-full md:ml-auto md:w-64"
          label="Username, workspace"
          value={users.search()}
          onSearch={users.setSearch}
        />
        <ExportButton address={users.file()} isEmpty={(users.items()?.length ?? 0) === 0} />
        <Show when={login().role === "admin"}>
          <AddOwner onAdded={users.reload} />
        </Show>
      </PageHead>
      <UserFilters users={users} />
      <Show when={mayAct() && users.picked().size > 0}>
        <PickedBar users={users} onWish={setWish} onPlan={setPlanFor} />
      </Show>
      <Show when={wish() === null && planFor() === null ? (users.trouble() ?? users.act.trouble()) : null}>
        {(trouble) => <ErrorBox trouble={trouble()} onRetry={users.reload} />}
      </Show>
      <Switch>
        <Match when={users.items() === null}>
          <div class="min-h-0 flex-1 overflow-hidden">
            <SkeletonRows count={14} rowClass={isWide() ? "h-9" : "h-19"} />
          </div>
        </Match>
        <Match when={users.items()?.length === 0 && !users.isFiltered()}>
          <EmptyState
            icon={<UsersRound />}
            text="No users yet."
            hint="Owners come here when they register."
          />
        </Match>
        <Match when={users.items()?.length === 0}>
          <EmptyState icon={<SearchX />} text="No user fits this filter.">
            <Button onClick={users.showAll}>Show all</Button>
          </EmptyState>
        </Match>
        <Match when={isWide()}>
          <div role="table" aria-label="Users" class="flex min-h-0 flex-1 flex-col">
            <UserHead />
            <VirtualRows
              roles={{ box: "rowgroup", row: "row" }}
              items={users.items() ?? []}
              rowHeight={36}
              onEnd={users.loadMore}
              isLoadingMore={users.isLoadingMore()}
              {...(keys.place() === undefined ? {} : { shown: keys.place() as number })}
              row={(user, place) => <UserLine {...row(user())} place={place()} />}
            />
          </div>
        </Match>
        <Match when={true}>
          <VirtualRows
            label="Users"
            items={users.items() ?? []}
            rowHeight={76}
            onEnd={users.loadMore}
            isLoadingMore={users.isLoadingMore()}
            row={(user) => <UserTile {...row(user())} />}
          />
        </Match>
      </Switch>
      <Show when={users.openId()} keyed>
        {(id) => <UserDrawer id={id} users={users} mayAct={mayAct()} onWish={setWish} />}
      </Show>
      <Show when={wish()}>
        {(asked) => <StatusQuestion users={users} wish={asked()} onClose={() => setWish(null)} />}
      </Show>
      <Show when={planFor()}>
        {(picked) => <PlanQuestion users={users} picked={picked()} onClose={() => setPlanFor(null)} />}
      </Show>
    </div>
  )
}

/** What can be done with all that are picked. */
const PickedBar = (props: {
  readonly users: ReturnType<typeof createUsers>
  readonly onWish: (wish: StatusWish) => void
  readonly onPlan: (picked: ReadonlyArray<User>) => void
}) => {
  const picked = () => (props.users.items() ?? []).filter(({ id }) => props.users.picked().has(id))
  return (
    <div
      role="group"
      aria-label="With those picked"
      class="flex shrink-0 flex-wrap items-center gap-2 border-b border-line bg-selected px-3 py-1.5 md:px-4"
    >
      <p class="figures mr-2 font-medium">{picked().length} picked</p>
      <Button onClick={() => props.onWish({ users: picked(), status: "suspended" })}>Suspend</Button>
      <Button onClick={() => props.onWish({ users: picked(), status: "active" })}>Reactivate</Button>
      <Button onClick={() => props.onPlan(picked())}>Set plan</Button>
      <Button look="quiet" onClick={() => props.users.pickNone()}>
        Pick none
      </Button>
    </div>
  )
}

export default UsersView
