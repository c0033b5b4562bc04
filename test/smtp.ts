import { createServer, type Socket } from "node:net";

export type ReceivedMail = { from: string; to: string[]; data: string };

/** What the server does with a mail that is handed to it. */
export type SmtpBehaviour = "takes" | "refuses" | "defers" | "silent" | "mute";

/** A real SMTP server on 127.0.0.1, without TLS. */
export type SmtpServer = {
  url: string;
  /** What it took, in order. */
  received: ReceivedMail[];
  /** takes: 250. refuses: 550 to every recipient. defers: 451. silent: greets, then never answers. mute: never greets. */
  behave(behaviour: SmtpBehaviour): void;
  close(): Promise<void>;
};

export async function startSmtp(): Promise<SmtpServer> {
  const received: ReceivedMail[] = [];
  const sockets = new Set<Socket>();
  let behaviour: SmtpBehaviour = "takes";
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {});
    converse(socket, behaviour, received);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    behave: (next) => {
      behaviour = next;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function converse(socket: Socket, behaviour: SmtpBehaviour, received: ReceivedMail[]): void {
  const say = (line: string) => void socket.write(`${line}\r\n`);
  let mail: ReceivedMail = { from: "", to: [], data: "" };
  let body: string[] | null = null;
  let rest = "";
  const hear = (line: string) => {
    if (body) {
      if (line !== ".") return void body.push(line.replace(/^\./, ""));
      received.push({ ...mail, data: body.join("\r\n") });
      body = null;
      return say("250 taken");
    }
    if (behaviour === "silent") return;
    const [, address = ""] = /<([^>]*)>/.exec(line) ?? [];
    switch (line.slice(0, 4).toUpperCase()) {
      case "EHLO":
        return say("250-test\r\n250 SMTPUTF8");
      case "MAIL":
        mail = { from: address, to: [], data: "" };
        return say("250 ok");
      case "RCPT":
        if (behaviour === "refuses") return say("550 no such person");
        if (behaviour === "defers") return say("451 later");
        mail.to.push(address);
        return say("250 ok");
      case "DATA":
        body = [];
        return say("354 go on");
      case "QUIT":
        say("221 bye");
        return void socket.end();
      default:
        return say("250 ok");
    }
  };
  socket.setEncoding("utf8");
  socket.on("data", (piece) => {
    const lines = `${rest}${piece}`.split("\r\n");
    rest = lines.pop() ?? "";
    for (const line of lines) hear(line);
  });
  if (behaviour !== "mute") say("220 test");
}
