using System.Reflection;
using Azure.Messaging;
using Azure.Messaging.EventGrid;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.DurableTask;

namespace OpsAutomation.Runtime.Functions.Discovery;

/// <summary>Reads a trigger attribute and checks the parameter that it stands on.</summary>
internal static class TriggerReader
{
    internal static FunctionTrigger? Read(
        string functionName,
        ParameterInfo parameter,
        TriggerBindingAttribute attribute,
        FunctionProblems problems)
    {
        switch (attribute)
        {
            case HttpTriggerAttribute http:
                Expect(parameter, typeof(HttpRequest), problems);
                return Http(functionName, http, problems);
            case TimerTriggerAttribute timer:
                Expect(parameter, typeof(TimerInfo), problems);
                return new TimerFunctionTrigger(timer.Schedule, timer.UseMonitor, timer.RunOnStartup);
            case EventGridTriggerAttribute eventGrid:
                return EventGrid(parameter, eventGrid, problems);
            case OrchestrationTriggerAttribute orchestration:
                Expect(parameter, typeof(TaskOrchestrationContext), problems);
                return new OrchestratorFunctionTrigger(orchestration.Orchestration ?? functionName);
            case ActivityTriggerAttribute activity:
                if (typeof(TaskActivityContext).IsAssignableFrom(parameter.ParameterType))
                {
                    problems.Add($"parameter '{parameter.Name}' is a TaskActivityContext; an activity trigger binds the activity's input");
                }

                return new ActivityFunctionTrigger(activity.Activity ?? functionName, parameter.ParameterType);
            default:
                problems.Add($"the trigger {attribute.GetType().Name} is not supported by the embedded runtime");
                return null;
        }
    }

    private static HttpFunctionTrigger Http(string functionName, HttpTriggerAttribute http, FunctionProblems problems)
    {
        if (http.AuthLevel == AuthorizationLevel.User)
        {
            problems.Add("authorization level User is not supported; use Anonymous, Function, System or Admin");
        }

        var methods = (http.Methods ?? []).Select(m => m.ToUpperInvariant()).Distinct(StringComparer.Ordinal).ToList();
        if (methods.Any(m => m.Length == 0 || !m.All(char.IsAsciiLetter)))
        {
            problems.Add($"the methods '{string.Join("', '", methods)}' are not all HTTP methods");
        }

        return new HttpFunctionTrigger((http.Route ?? functionName).Trim('/'), methods, http.AuthLevel);
    }

    private static EventGridFunctionTrigger EventGrid(ParameterInfo parameter, EventGridTriggerAttribute attribute, FunctionProblems problems)
    {
        var type = parameter.ParameterType;
        if (attribute.IsBatched != type.IsArray)
        {
            problems.Add(attribute.IsBatched
                ? $"parameter '{parameter.Name}' must be an array, because the trigger is batched"
                : $"parameter '{parameter.Name}' is an array, but the trigger is not batched (IsBatched = true)");
        }

        var single = type.IsArray ? type.GetElementType()! : type;
        var known = single == typeof(CloudEvent) || single == typeof(EventGridEvent) || single == typeof(BinaryData) || single == typeof(string);
        if (!known && (!single.IsClass || single.IsAbstract || single.IsArray || single == typeof(object)))
        {
            problems.Add($"parameter '{parameter.Name}' has type {single.Name}; an Event Grid trigger binds CloudEvent, EventGridEvent, BinaryData, string or a plain class");
        }

        return new EventGridFunctionTrigger(single, attribute.IsBatched);
    }

    private static void Expect(ParameterInfo parameter, Type type, FunctionProblems problems)
    {
        if (parameter.ParameterType != type)
        {
            problems.Add($"parameter '{parameter.Name}' has type {parameter.ParameterType.Name}; this trigger binds {type.Name}");
        }
    }
}
