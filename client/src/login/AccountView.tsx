import { createUniqueId, Show, type JSX } from "solid-js"
import { useSession } from "../app/SessionContext.ts"
import { PageHead } from "../ui/PageHead.tsx"
import { ContactPart } from "./ContactPart.tsx"
import { FactorPart } from "./FactorPart.tsx"
import { HistoryPart } from "./HistoryPart.tsx"
import { PasswordPart } from "./PasswordPart.tsx"
import { PolicyPart } from "./PolicyPart.tsx"
import { SessionsPart } from "./SessionsPart.tsx"

/** One's own login: how it is opened, where it is open, who tried. */
const AccountView = () => {
  const { login } = useSession()
  return (
    <div class="flex h-full flex-col">
      <PageHead title="Your account">
        <span class="text-muted">{login().username}</span>
      </PageHead>
      <div class="min-h-0 flex-1 overflow-y-auto scroll-thin">
        <div class="grid lg:grid-cols-[24rem_minmax(0,1fr)]">
          <div class="lg:border-r lg:border-line">
            <Part title="Second factor">
              <FactorPart />
            </Part>
            <Part title="Password">
              <PasswordPart />
            </Part>
            <Part title="How you are reached">
              <ContactPart />
            </Part>
            <Show when={login().role === "admin"}>
              <Part title="Who needs a second factor">
                <PolicyPart />
              </Part>
            </Show>
          </div>
          <div>
            <Part title="Where you are logged in">
              <SessionsPart />
            </Part>
            <Part title="Log-in history">
              <HistoryPart />
            </Part>
          </div>
        </div>
      </div>
    </div>
  )
}

const Part = (props: { readonly title: string; readonly children: JSX.Element }) => {
  const id = createUniqueId()
  return (
    <section aria-labelledby={id} class="border-b border-line px-3 py-3 md:px-4">
      <h2 id={id} class="mb-2 text-base font-semibold">
        {props.title}
      </h2>
      {props.children}
    </section>
  )
}

export default AccountView
