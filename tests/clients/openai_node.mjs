// The openai SDK for Node, of any version that has Assistants v2 (4.38 and later).
import OpenAI, { AzureOpenAI, toFile } from "openai";
import { assert, main } from "./checks.mjs";

const client = new OpenAI();
const QUESTION = "What is the temperature in Busan, and what is the probability of rain in Busan?";
const outputs = { get_temperature: "27", get_rain_probability: "0.06" };
const tools = Object.keys(outputs).map((name) => ({
  type: "function",
  function: {
    name,
    description: `Get the ${name.slice(4).replace("_", " ")} of a city.`,
    parameters: { type: "object", properties: { location: { type: "string" } }, required: ["location"] },
  },
}));
// Parameters changed places between major versions: 4 takes (thread, run, …), 5 and later (run, {thread_id, …}).
const old = client.beta.threads.runs.submitToolOutputs.length === 4;

function toolOutputs(run) {
  const calls = run.required_action.submit_tool_outputs.tool_calls;
  assert(calls.length === 2, `two calls were expected, not ${JSON.stringify(calls)}`);
  for (const call of calls) assert(JSON.parse(call.function.arguments).location === "Busan", call.function.arguments);
  return calls.map((call) => ({ tool_call_id: call.id, output: outputs[call.function.name] }));
}

async function conversation(client) {
  const { threads, assistants } = client.beta;
  const assistant = await assistants.create({ model: "gpt-4o-mini", tools });
  const thread = await threads.create({ messages: [{ role: "user", content: QUESTION }] });
  let run = await threads.runs.createAndPoll(thread.id, { assistant_id: assistant.id }, { pollIntervalMs: 5 });
  assert(run.status === "requires_action", run.status);
  const tool_outputs = toolOutputs(run);
  run = old
    ? await threads.runs.submitToolOutputsAndPoll(thread.id, run.id, { tool_outputs }, { pollIntervalMs: 5 })
    : await threads.runs.submitToolOutputsAndPoll(run.id, { thread_id: thread.id, tool_outputs }, { pollIntervalMs: 5 });
  assert(run.status === "completed", run.status);
  const messages = await threads.messages.list(thread.id);
  assert(messages.data[0].content[0].text.value.includes("27"), messages.data[0].content[0].text.value);
  return { assistant, thread };
}

const checks = {
  "functions": () => conversation(client),
  "the same through Azure": () => {
    delete process.env.OPENAI_BASE_URL; // AzureOpenAI takes an endpoint or a base URL, and reads both
    return conversation(new AzureOpenAI({
      endpoint: process.env.AZURE_OPENAI_ENDPOINT,
      apiKey: process.env.OPENAI_API_KEY,
      apiVersion: "2024-05-01-preview",
    }));
  },
  "streaming with functions": async () => {
    const { threads, assistants } = client.beta;
    const assistant = await assistants.create({ model: "gpt-4o-mini", tools });
    const thread = await threads.create({ messages: [{ role: "user", content: QUESTION }] });
    const stream = threads.runs.stream(thread.id, { assistant_id: assistant.id });
    const created = [];
    stream.on("toolCallCreated", (call) => created.push(call.function.name));
    const run = await stream.finalRun();
    assert(created.length === 2, `toolCallCreated: ${created}`);
    const tool_outputs = toolOutputs(run);
    const second = old
      ? threads.runs.submitToolOutputsStream(thread.id, run.id, { tool_outputs })
      : threads.runs.submitToolOutputsStream(run.id, { thread_id: thread.id, tool_outputs });
    let text = "";
    second.on("textDelta", (delta) => (text += delta.value));
    const [message] = await second.finalMessages();
    assert(text === message.content[0].text.value && text.includes("27"), text);
    assert((await second.finalRun()).status === "completed", "not completed");
  },
  "raw events": async () => {
    const { threads, assistants } = client.beta;
    const assistant = await assistants.create({ model: "gpt-4o-mini" });
    const events = [];
    const stream = await threads.createAndRun({
      assistant_id: assistant.id,
      thread: { messages: [{ role: "user", content: "Hello" }] },
      stream: true,
    });
    for await (const event of stream) events.push(event.event);
    assert(events[0] === "thread.created" && events.includes("thread.run.completed"), events.join());
  },
  "pages": async () => {
    const { assistants } = client.beta;
    for (let n = 0; n < 5; n++) await assistants.create({ model: "gpt-4o-mini", name: `page ${n}` });
    const names = [];
    for await (const assistant of assistants.list({ limit: 2 })) {
      names.push(assistant.name);
      if (names.length === 5) break;
    }
    assert(names.join() === "page 4,page 3,page 2,page 1,page 0", names.join());
  },
  "errors": async () => {
    for (const [id, status, text] of [
      ["asst_none", 404, "No assistant found with id 'asst_none'."],
      ["undefined", 400, "Expected an ID that begins with 'asst'."],
    ]) {
      try {
        await client.beta.assistants.retrieve(id);
        assert(false, "no error");
      } catch (error) {
        assert(error.status === status && error.message.includes(text), `${error.status} ${error.message}`);
      }
    }
  },
  "file search": async () => {
    const stores = client.vectorStores ?? client.beta.vectorStores;
    const store = await stores.create({ name: "handbook" });
    const file = await toFile(Buffer.from("# Handbook\n\nThe office in Busan opens at 8:45.\n"), "handbook.md");
    await stores.fileBatches.uploadAndPoll(store.id, { files: [file] });
    const assistant = await client.beta.assistants.create({
      model: "gpt-4o-mini",
      tools: [{ type: "file_search" }],
      tool_resources: { file_search: { vector_store_ids: [store.id] } },
    });
    const run = await client.beta.threads.createAndRunPoll(
      { assistant_id: assistant.id, thread: { messages: [{ role: "user", content: "When does the office in Busan open?" }] } },
      { pollIntervalMs: 5 },
    );
    assert(run.status === "completed", run.status);
    const [message] = (await client.beta.threads.messages.list(run.thread_id)).data;
    assert(message.content[0].text.value.includes("8:45"), message.content[0].text.value);
    assert(message.content[0].text.annotations[0].type === "file_citation", "no citation");
  },
};

await main(checks);
