import { Route, Router } from "@solidjs/router"
import { lazy } from "solid-js"
import { render } from "solid-js/web"
import { Frame } from "./app/Frame.tsx"
import { Home } from "./app/Home.tsx"
import { NotFound } from "./app/NotFound.tsx"
import "./styles.css"

const LoginView = lazy(() => import("./login/LoginView.tsx"))
const RegisterView = lazy(() => import("./login/RegisterView.tsx"))
const ForgotView = lazy(() => import("./login/ForgotView.tsx"))
const ResetView = lazy(() => import("./login/ResetView.tsx"))
const EnrolView = lazy(() => import("./login/EnrolView.tsx"))
const AccountView = lazy(() => import("./login/AccountView.tsx"))
const SetupView = lazy(() => import("./setup/SetupView.tsx"))
const InboxView = lazy(() => import("./inbox/InboxView.tsx"))
const RequestsView = lazy(() => import("./requests/RequestsView.tsx"))
const LogView = lazy(() => import("./log/LogView.tsx"))
const ChannelsView = lazy(() => import("./channels/ChannelsView.tsx"))
const ChatsView = lazy(() => import("./chats/ChatsView.tsx"))
const DeliveriesView = lazy(() => import("./deliveries/DeliveriesView.tsx"))
const PanelsView = lazy(() => import("./panels/PanelsView.tsx"))
const ProvidersView = lazy(() => import("./providers/ProvidersView.tsx"))
const CustomersView = lazy(() => import("./customers/CustomersView.tsx"))
const ServicesView = lazy(() => import("./services/ServicesView.tsx"))
const RulesView = lazy(() => import("./rules/RulesView.tsx"))
const TemplatesView = lazy(() => import("./templates/TemplatesView.tsx"))
const WordsView = lazy(() => import("./aliases/WordsView.tsx"))
const StaffView = lazy(() => import("./staff/StaffView.tsx"))
const KeysView = lazy(() => import("./keys/KeysView.tsx"))
const UsersView = lazy(() => import("./admin/UsersView.tsx"))
const PlatformStaffView = lazy(() => import("./admin/PlatformStaffView.tsx"))
const RuntimeView = lazy(() => import("./admin/RuntimeView.tsx"))
const AllLogsView = lazy(() => import("./admin/AllLogsView.tsx"))
const OwnActorsView = lazy(() => import("./log/OwnActorsView.tsx"))
const PlatformLogView = lazy(() => import("./admin/PlatformLogView.tsx"))
const RecoveryView = lazy(() => import("./admin/RecoveryView.tsx"))
const RoutesView = lazy(() => import("./routes/RoutesView.tsx"))
const DispatchesView = lazy(() => import("./dispatches/DispatchesView.tsx"))
const AuditView = lazy(() => import("./audit/AuditView.tsx"))
const StartView = lazy(() => import("./start/StartView.tsx"))
const TryView = lazy(() => import("./dryrun/TryView.tsx"))

const root = document.getElementById("root")
if (root !== null) {
  render(
    () => (
      <Router>
        <Route path="/login" component={LoginView} />
        <Route path="/setup" component={SetupView} />
        <Route path="/register" component={RegisterView} />
        <Route path="/forgot" component={ForgotView} />
        <Route path="/reset" component={ResetView} />
        <Route path="/factor" component={EnrolView} />
        <Route path="/" component={Frame}>
          <Route path="/" component={Home} />
          <Route path="/desk/:id?" component={InboxView} />
          <Route path="/requests" component={RequestsView} />
          <Route path="/customers" component={CustomersView} />
          <Route path="/services" component={ServicesView} />
          <Route path="/rules" component={RulesView} />
          <Route path="/templates" component={TemplatesView} />
          <Route path="/words" component={WordsView} />
          <Route path="/test" component={TryView} />
          <Route path="/start" component={StartView} />
          <Route path="/audit" component={AuditView} />
          <Route path="/log" component={LogView} />
          <Route path="/actors" component={OwnActorsView} />
          <Route path="/routes" component={RoutesView} />
          <Route path="/dispatches" component={DispatchesView} />
          <Route path="/channels" component={ChannelsView} />
          <Route path="/channels/webhooks" component={DeliveriesView} />
          <Route path="/channels/:id/chats" component={ChatsView} />
          <Route path="/panels" component={PanelsView} />
          <Route path="/providers" component={ProvidersView} />
          <Route path="/staff" component={StaffView} />
          <Route path="/keys" component={KeysView} />
          <Route path="/admin/users" component={UsersView} />
          <Route path="/admin/runtime" component={RuntimeView} />
          <Route path="/admin/logs" component={AllLogsView} />
          <Route path="/admin/staff" component={PlatformStaffView} />
          <Route path="/admin/log" component={PlatformLogView} />
          <Route path="/admin/recovery" component={RecoveryView} />
          <Route path="/account" component={AccountView} />
          <Route path="*" component={NotFound} />
        </Route>
      </Router>
    ),
    root
  )
}
