import { useLocation, type RouteSectionProps } from "@solidjs/router"
import Building from "lucide-solid/icons/building"
import { createSignal, lazy, Show, Suspense, type JSX } from "solid-js"
import { createLive } from "../live/createLive.ts"
import { LiveContext } from "../live/LiveContext.ts"
import { Button } from "../ui/Button.tsx"
import { EmptyState } from "../ui/EmptyState.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { Bar } from "./Bar.tsx"
import { BottomBar } from "./BottomBar.tsx"
import { createSession } from "./createSession.ts"
import { createShortcuts } from "./createShortcuts.ts"
import { createWaiting, WaitingContext } from "./createWaiting.ts"
import { SessionContext, type Session } from "./SessionContext.ts"

const ShortcutHelp = lazy(() => import("./ShortcutHelp.tsx"))

/** The bar and, under it, the page: for people who are logged in. */
export const Frame = (props: RouteSectionProps) => {
  const state = createSession()
  return (
    <Show
      when={state.login()}
      fallback={
        <Show when={state.trouble()} fallback={<BlankBar />}>
          {(trouble) => <ErrorBox trouble={trouble()} onRetry={state.retry} />}
        </Show>
      }
    >
      {(login) => <Inside session={state.session(login)}>{props.children}</Inside>}
    </Show>
  )
}

const BlankBar = () => <div class="h-12 border-b border-line bg-surface" aria-busy="true" />

const Inside = (props: { readonly session: Session; readonly children: JSX.Element }) => {
  // The platform's own people have no workspace, so nothing live either.
  const live = props.session.login().tenantId === null ? undefined : createLive()
  const waiting = live === undefined ? undefined : createWaiting(live)
  const location = useLocation()
  const [isHelpOpen, setHelpOpen] = createSignal(false)
  /** An open chat takes the whole screen of a phone. */
  const isThread = () => /^\/desk\/./.test(location.pathname)
  createShortcuts({
    "?": () => setHelpOpen(true),
    "/": () => document.querySelector<HTMLInputElement>("main [data-search]")?.select()
  })

  return (
    <SessionContext.Provider value={props.session}>
      <LiveContext.Provider value={live}>
        <WaitingContext.Provider value={waiting}>
          <div class="flex h-dvh flex-col">
            <a
              href="#page"
              class="absolute -top-20 left-2 z-60 rounded-md bg-solid px-3 py-2 font-medium text-on-solid focus:top-2"
            >
              Skip to the page
            </a>
            <Bar
              class={isThread() ? "max-md:hidden" : ""}
              hasWorkspace={live !== undefined}
              onHelp={() => setHelpOpen(true)}
            />
            <main id="page" tabindex="-1" class="min-h-0 flex-1 outline-none">
              <Show when={live !== undefined} fallback={<NoWorkspace session={props.session} />}>
                <Suspense>{props.children}</Suspense>
              </Show>
            </main>
            <BottomBar
              class={isThread() ? "max-md:hidden" : ""}
              hasWorkspace={live !== undefined}
              onHelp={() => setHelpOpen(true)}
            />
          </div>
          <Show when={isHelpOpen()}>
            <Suspense>
              <ShortcutHelp onClose={() => setHelpOpen(false)} />
            </Suspense>
          </Show>
        </WaitingContext.Provider>
      </LiveContext.Provider>
    </SessionContext.Provider>
  )
}

/** What the platform's own people see: what is theirs to do, and where the rest is. */
const NoWorkspace = (props: { readonly session: Session }) => (
  <>
    <h1 class="sr-only">No workspace</h1>
    <EmptyState
      icon={<Building />}
      text={`${props.session.login().username} looks after the platform and has no workspace.`}
      hint="In this version workspaces (tenants) and their logins are set up by code, as simulators/seedTenant.ts does. Conversations, requests and channels are seen with the login of a workspace’s owner or staff."
    >
      <Button onClick={() => void props.session.logOut()}>Log in as somebody else</Button>
    </EmptyState>
  </>
)
