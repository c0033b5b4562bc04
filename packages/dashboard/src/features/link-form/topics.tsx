import type { Template } from "@visoli/contract/template";
import type { ReactNode } from "react";
import { useFormat } from "../../lib/format.ts";
import { useMessages } from "../../lib/messages.ts";
import type { Form } from "../../lib/use-form.ts";
import { AboutTopic } from "./about-topic.tsx";
import type { Draft } from "./draft.ts";
import { LimitsTopic } from "./limits-topic.tsx";
import { MESSAGES } from "./messages.ts";
import { MoreTopic } from "./more-topic.tsx";
import { PasswordTopic } from "./password-topic.tsx";
import { PreviewTopic } from "./preview-topic.tsx";
import { QrTopic } from "./qr-topic.tsx";
import { TestTopic } from "./rules/test-topic.tsx";
import { RulesTopic } from "./rules/topic.tsx";
import { slugPreview } from "./slug.ts";
import { SlugTopic } from "./slug-topic.tsx";
import { PATHS, summariesOf, type TopicId } from "./summaries.ts";
import { Topic } from "./topic.tsx";
import type { Base } from "./use-link-form.ts";
import { UtmTopic } from "./utm-topic.tsx";

type Props = {
  form: Form<Draft>;
  base: Base | undefined;
  templates: readonly Template[];
  /** Which one is open at first. */
  topic: string | undefined;
};

/** Everything about the link but where it leads, by topic. */
export function Topics({ form, base, templates, topic }: Props) {
  const t = useMessages(MESSAGES);
  const format = useFormat();
  const hasPassword = base?.link.hasPassword ?? false;
  const summaries = summariesOf(form.values, hasPassword, t, format);
  const parts: Record<TopicId, ReactNode> = {
    slug: <SlugTopic form={form} base={base} />,
    utm: <UtmTopic form={form} templates={templates} />,
    about: <AboutTopic form={form} />,
    limits: <LimitsTopic form={form} />,
    password: <PasswordTopic form={form} isSet={hasPassword} />,
    rules: <RulesTopic form={form} />,
    preview: <PreviewTopic form={form} />,
    more: <MoreTopic form={form} />,
  };
  const { values } = form;
  const shortUrl = values.slug && `${location.protocol}//${slugPreview(values, location.host)}`;
  return (
    <div>
      {(Object.keys(PATHS) as TopicId[]).map((id) => (
        <Topic
          key={id}
          title={t(`topic_${id}`)}
          summary={summaries[id]}
          // Each is asked for, so that the form knows where its fault is shown.
          isFaulty={PATHS[id].map((path) => form.fault(path)).some((fault) => fault !== undefined)}
          isOpenAtFirst={topic === id}
        >
          {parts[id]}
        </Topic>
      ))}
      <Topic title={t("topic_test")} summary={base ? "" : t("isNew")} isOpenAtFirst={topic === "test"}>
        <TestTopic linkId={base?.link.id} isChanged={form.isChanged} />
      </Topic>
      <Topic title={t("topic_qr")} summary={base ? "" : t("isNew")} isOpenAtFirst={topic === "qr"}>
        <QrTopic link={base?.link} url={shortUrl || undefined} />
      </Topic>
    </div>
  );
}
