const url = "https://example.com/";

/** A right body of each schema, so that what is refused is refused for another reason. */
export const RIGHT: Record<string, object> = {
  ...{
    LinkCreate: { url },
    LinkUpdate: {},
    LinkPut: { url },
    ServiceCreate: { url },
    Bulk: { links: [{ url }] },
  },
  ...{
    Rollback: { version: 1 },
    PublicStatisticsCreate: {},
    Try: {},
    Rewrite: { content: "x", format: "text" },
    KeyCreate: { name: "x" },
  },
  ...{ KeyUpdate: {}, KeyRotate: {}, LeakedKey: { key: "sk_api_x" } },
  ...{
    DomainCreate: { host: "app.example" },
    DomainUpdate: {},
    FolderCreate: { name: "x" },
    FolderUpdate: {},
  },
  ...{ FolderMemberPut: { role: "viewer" }, TemplateCreate: { name: "x", fields: {} }, TemplateUpdate: {} },
  ...{
    TagUpdate: { name: "x" },
    WorkspaceUpdate: {},
    WorkspaceLogo: { logo: "data:image/png;base64,iVBORw0KGgo=" },
  },
  ...{
    ReportCreate: { link: "http://localhost:3000/x", reason: "spam" },
    ReportClose: { state: "dismissed" },
  },
  ...{ LinkBlock: { link: "lnk_x", reason: "x" }, LinkUnblock: { link: "lnk_x" } },
  WebhookCreate: { url: "https://hooks.example.com/", events: ["*"] },
  ...{ WebhookUpdate: {}, SecretRotation: {} },
  ConversionCreate: { link: "lnk_x", type: "lead", externalId: "x" },
  InstancePlan: { plan: "pro" },
  BlockedDestinationCreate: { destination: "app-blocked.example", reason: "x" },
  ...{
    InvitationCreate: { email: "app@example.com" },
    InvitationAccept: { token: "x" },
    MemberUpdate: { role: "viewer" },
  },
  ...{ WorkspaceCreate: { name: "x" }, WorkspaceDelete: { name: "x" }, WorkspaceTransfer: { memberId: "x" } },
  ...{
    Checkout: { plan: "pro" },
    BillingPortal: {},
    PlanChange: { plan: "pro" },
    PublicStatisticsCreate: {},
    NotificationsUpdate: {},
  },
  ...{
    SignUp: { name: "x", email: "app@example.com", password: "a staple of horses" },
    SignIn: { email: "app@example.com", password: "x" },
    SecondFactor: { code: "123456" },
    Token: { token: "x" },
    EmailOnly: { email: "app@example.com" },
    PasswordReset: { token: "x", password: "a staple of horses" },
    Setup: { token: "x", name: "x", email: "app@example.com", password: "a staple of horses" },
    ProviderStart: { provider: "oidc" },
    PasskeySignIn: { credential: credential({ authenticatorData: "x", signature: "x" }) },
  },
  ...{
    MeUpdate: {},
    MeDelete: { password: "x" },
    PasskeyCreate: { credential: credential({ attestationObject: "x" }) },
    PasswordChange: { password: "x", newPassword: "a staple of horses" },
    PasswordOnly: { password: "x" },
    Code: { code: "123456" },
  },
};

function credential(response: object): object {
  return { id: "x", rawId: "x", type: "public-key", response: { clientDataJSON: "x", ...response } };
}
