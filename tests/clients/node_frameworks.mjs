// What Node programs put between themselves and the openai SDK: Vercel's ai package, a stream that a web server
// passes on to its page, LangChain.js, and Azure's own client, which knows only the first preview of the API.
import { DynamicStructuredTool } from "@langchain/core/tools";
import { AssistantsClient, AzureKeyCredential } from "@azure/openai-assistants";
import { AssistantResponse } from "ai";
import { AgentExecutor } from "langchain/agents";
import { OpenAIAssistantRunnable } from "langchain/experimental/openai_assistant";
import OpenAI from "openai";
import { AssistantStream } from "openai/lib/AssistantStream";
import { z } from "zod";
import { assert, main } from "./checks.mjs";

const client = new OpenAI();
const { assistants, threads } = client.beta;
const QUESTION = "What is the temperature in Busan?";
const parameters = { type: "object", properties: { location: { type: "string" } }, required: ["location"] };
const description = "Get the temperature of a city.";
const tool = { type: "function", function: { name: "get_temperature", description, parameters } };
const create = () => assistants.create({ model: "gpt-4o-mini", tools: [tool] });

function outputs(run) {
  const calls = run.required_action.submit_tool_outputs.tool_calls;
  const places = calls.map((call) => JSON.parse(call.function.arguments).location);
  assert(places.join() === "Busan", JSON.stringify(calls));
  return calls.map((call) => ({ tool_call_id: call.id, output: "27" }));
}

const checks = {
  "ai: AssistantResponse": async () => {
    const assistant = await create();
    const thread = await threads.create();
    const message = await threads.messages.create(thread.id, { role: "user", content: QUESTION });
    const response = AssistantResponse({ threadId: thread.id, messageId: message.id }, async (answer) => {
      let run = await answer.forwardStream(threads.runs.stream(thread.id, { assistant_id: assistant.id }));
      while (run?.status === "requires_action") {
        answer.sendDataMessage({ role: "data", data: { asked: run.id } });
        const tool_outputs = outputs(run);
        run = await answer.forwardStream(threads.runs.submitToolOutputsStream(thread.id, run.id, { tool_outputs }));
      }
      assert(run?.status === "completed", `the last run: ${run?.status}`);
    });
    // Lines of its data stream protocol: 5 ids, 6 a data message, 4 a message begins, 0 text, 3 an error.
    const lines = (await response.text()).trim().split("\n").map((line) => [line[0], JSON.parse(line.slice(2))]);
    const kinds = [...new Set(lines.map(([kind]) => kind))].join("");
    assert(kinds === "5640", JSON.stringify(lines));
    const text = lines.filter(([kind]) => kind === "0").map(([, piece]) => piece).join("");
    assert(text.includes("27"), text);
  },
  "a stream passed on by a web server": async () => {
    const assistant = await create();
    const thread = await threads.create({ messages: [{ role: "user", content: QUESTION }] });
    const pages = async (stream) => AssistantStream.fromReadableStream(new Response(stream.toReadableStream()).body);
    const first = await pages(threads.runs.stream(thread.id, { assistant_id: assistant.id }));
    const asked = await new Promise((resolve, reject) => {
      first.on("event", (event) => event.event === "thread.run.requires_action" && resolve(event.data));
      first.on("end", () => reject(new Error("the stream ended without an action")));
    });
    const tool_outputs = outputs(asked);
    const second = await pages(threads.runs.submitToolOutputsStream(thread.id, asked.id, { tool_outputs }));
    const happened = [];
    second.on("textCreated", () => happened.push("created"));
    second.on("textDelta", (delta) => happened.push(delta.value));
    second.on("textDone", () => happened.push("done"));
    assert((await second.finalRun()).status === "completed", "not completed");
    assert(happened[0] === "created" && happened.at(-1) === "done", happened.join("|"));
    assert(happened.slice(1, -1).join("").includes("27"), happened.join("|"));
  },
  "langchain: runnable, executor": async () => {
    const places = [];
    const func = async ({ location }) => (places.push(location), "27");
    const schema = z.object({ location: z.string() });
    const tools = [new DynamicStructuredTool({ name: "get_temperature", description, schema, func })];
    const settings = { model: "gpt-4o-mini", name: "weather", instructions: "Use the functions.", pollIntervalMs: 5 };
    const agent = await OpenAIAssistantRunnable.createAssistant({ ...settings, tools, asAgent: true });
    const { output } = await AgentExecutor.fromAgentAndTools({ agent, tools }).invoke({ content: QUESTION });
    assert(places.join() === "Busan" && output.includes("27"), `${places}: ${output}`);
    const plain = await OpenAIAssistantRunnable.createAssistant(settings);
    const [message] = await plain.invoke({ content: "Hello" });
    assert(message.role === "assistant" && message.content[0].text.value, JSON.stringify(message));
    assert((await plain.modifyAssistant({ ...settings, name: "again" })).name === "again", "not modified");
    assert((await plain.deleteAssistant()).deleted, "not deleted");
  },
  "@azure/openai-assistants": async () => {
    const key = new AzureKeyCredential(process.env.OPENAI_API_KEY);
    const azure = new AssistantsClient(process.env.AZURE_OPENAI_ENDPOINT, key, { allowInsecureConnection: true });
    const assistant = await azure.createAssistant({ model: "gpt-4o-mini", tools: [tool] });
    const thread = await azure.createThread();
    await azure.createMessage(thread.id, "user", QUESTION);
    let run = await azure.createRun(thread.id, { assistantId: assistant.id });
    while (["queued", "in_progress", "requires_action"].includes(run.status)) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      run = await azure.getRun(thread.id, run.id);
      if (run.status !== "requires_action") continue;
      const answers = run.requiredAction.submitToolOutputs.toolCalls.map((call) => {
        assert(JSON.parse(call.function.arguments).location === "Busan", call.function.arguments);
        return { toolCallId: call.id, output: "27" };
      });
      run = await azure.submitToolOutputsToRun(thread.id, run.id, answers);
    }
    assert(run.status === "completed" && run.completedAt instanceof Date, run.status);
    const [answer, question] = (await azure.listMessages(thread.id)).data;
    assert(question.content[0].text.value === QUESTION, question.content[0].text.value);
    assert(answer.content[0].text.value.includes("27"), answer.content[0].text.value);
    const steps = (await azure.listRunSteps(thread.id, run.id)).data.map((step) => `${step.type} ${step.status}`);
    assert(steps.join() === "message_creation completed,tool_calls completed", steps.join());
    assert((await azure.deleteAssistant(assistant.id)).deleted, "not deleted");
  },
};

await main(checks);
