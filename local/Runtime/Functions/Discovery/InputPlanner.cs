using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.DurableTask.Client;
using OpsAutomation.Runtime.Functions.Invocation;

namespace OpsAutomation.Runtime.Functions.Discovery;

/// <summary>Decides where the value of each parameter comes from, and says which parameters nothing can fill.</summary>
internal static class InputPlanner
{
    internal static IReadOnlyList<FunctionInput> Plan(MethodInfo method, FunctionTrigger trigger, FunctionProblems problems)
    {
        var inputs = new List<FunctionInput>();
        foreach (var parameter in method.GetParameters())
        {
            if (parameter.ParameterType.IsByRef)
            {
                problems.Add($"parameter '{parameter.Name}' is passed by reference");
            }
            else if (Source(parameter, trigger, problems) is { } source)
            {
                inputs.Add(new FunctionInput(parameter, source));
            }
        }

        return inputs;
    }

    private static InputSource? Source(ParameterInfo parameter, FunctionTrigger trigger, FunctionProblems problems)
    {
        var type = parameter.ParameterType;
        if (parameter.IsDefined(typeof(TriggerBindingAttribute), inherit: true))
        {
            return InputSource.Trigger;
        }

        if (parameter.IsDefined(typeof(DurableClientAttribute), inherit: true))
        {
            if (type == typeof(DurableTaskClient))
            {
                return InputSource.DurableClient;
            }

            problems.Add($"parameter '{parameter.Name}' has type {type.Name}; the durable client binds DurableTaskClient only");
            return null;
        }

        if (parameter.GetCustomAttribute<InputBindingAttribute>() is { } binding)
        {
            problems.Add($"the input binding {binding.GetType().Name} on parameter '{parameter.Name}' is not supported by the embedded runtime");
            return null;
        }

        if (type == typeof(FunctionContext))
        {
            return InputSource.Context;
        }

        if (type == typeof(CancellationToken))
        {
            return InputSource.Cancellation;
        }

        return ByTrigger(parameter, trigger, problems);
    }

    private static InputSource? ByTrigger(ParameterInfo parameter, FunctionTrigger trigger, FunctionProblems problems)
    {
        var type = parameter.ParameterType;
        var converts = parameter.IsDefined(typeof(InputConverterAttribute), inherit: true);
        switch (trigger)
        {
            // An orchestrator must not leave its thread, and a converter is asynchronous.
            case OrchestratorFunctionTrigger when !converts:
                return InputSource.OrchestrationInput;
            case HttpFunctionTrigger when !converts && (TextConversion.Supports(type) || type == typeof(HttpRequest)):
                return type == typeof(HttpRequest) ? InputSource.Trigger : InputSource.BindingData;
            case ActivityFunctionTrigger when type == typeof(string) && string.Equals(parameter.Name, "instanceId", StringComparison.OrdinalIgnoreCase):
                return InputSource.BindingData;
            case not OrchestratorFunctionTrigger when converts:
                return InputSource.Converter;
        }

        if (parameter.HasDefaultValue)
        {
            return InputSource.BindingData;
        }

        problems.Add($"nothing can fill parameter '{parameter.Name}' of type {type.Name} in a function with this trigger");
        return null;
    }
}
