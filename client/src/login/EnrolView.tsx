import { useNavigate } from "@solidjs/router"
import { createEffect } from "solid-js"
import { logOut, whoAmI } from "../api/Gateway.ts"
import { Button } from "../ui/Button.tsx"
import { createRead } from "../ui/createRead.ts"
import { DoorPage } from "./DoorPage.tsx"
import { FactorSetup } from "./FactorSetup.tsx"

/** Where somebody is led whose role needs a second factor that he does not have yet. */
const EnrolView = () => {
  const navigate = useNavigate()
  const me = createRead(() => whoAmI())
  const leave = () => navigate("/login", { replace: true })
  createEffect(() => {
    if (me.trouble()?.status === 401) leave()
    // Who has one, or needs none, has no business here.
    if (me.value()?.mustEnrol === false) navigate("/account", { replace: true })
  })
  const giveUp = () =>
    void logOut()
      .catch(() => {})
      .then(leave)
  return (
    <DoorPage title="Set up a second factor">
      <p class="mb-3 border-b border-line pb-3">
        The platform asks logins like yours for a second factor. Everything else opens when it is on.
      </p>
      <FactorSetup onDone={() => navigate("/", { replace: true })} />
      <Button look="quiet" class="mt-3 w-full" onClick={giveUp}>
        Log out
      </Button>
    </DoorPage>
  )
}

export default EnrolView
