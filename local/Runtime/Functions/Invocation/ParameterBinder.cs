using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using OpsAutomation.Runtime.Functions.Context;

namespace OpsAutomation.Runtime.Functions.Invocation;

/// <summary>Finds the value of each parameter of a run.</summary>
internal sealed class ParameterBinder(Func<DurableTaskClient> durableClient)
{
    private static readonly MethodInfo GetInput = typeof(TaskOrchestrationContext).GetMethod(nameof(TaskOrchestrationContext.GetInput), Type.EmptyTypes)!;

    /// <summary>Binds all parameters, in order. Completes at once unless a converter goes asynchronous.</summary>
    /// <exception cref="ParameterBindingException">What came cannot be turned into the parameter's type.</exception>
    internal async ValueTask<object?[]> BindAsync(EmbeddedFunctionContext context)
    {
        var inputs = context.Function.Inputs;
        var values = new object?[inputs.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var input = inputs[i];
            values[i] = input.Source switch
            {
                InputSource.Trigger => context.Call.Value ?? Default(input.Parameter.ParameterType),
                InputSource.Context => context,
                InputSource.Cancellation => context.CancellationToken,
                InputSource.DurableClient => durableClient(),
                InputSource.OrchestrationInput => Orchestration(context, input.Parameter),
                InputSource.Converter => await ConvertAsync(context, input.Parameter),
                _ => Data(context, input.Parameter),
            };
        }

        return values;
    }

    private static object? Orchestration(EmbeddedFunctionContext context, ParameterInfo parameter)
    {
        var orchestration = (TaskOrchestrationContext)context.Call.Value!;
        var value = GetInput.MakeGenericMethod(parameter.ParameterType).Invoke(orchestration, BindingFlags.DoNotWrapExceptions, null, null, null);
        return value ?? (parameter.HasDefaultValue ? parameter.DefaultValue : Default(parameter.ParameterType));
    }

    private static object? Data(EmbeddedFunctionContext context, ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (context.BindingContext.BindingData.TryGetValue(parameter.Name!, out var value) && value is not null)
        {
            if (type.IsInstanceOfType(value))
            {
                return value;
            }

            return TextConversion.TryConvert(value.ToString()!, type, out var converted)
                ? converted
                : throw new ParameterBindingException(parameter.Name!, $"'{parameter.Name}' is not a valid {TextConversion.Name(type)}.");
        }

        if (parameter.HasDefaultValue)
        {
            return parameter.DefaultValue;
        }

        return !type.IsValueType || Nullable.GetUnderlyingType(type) is not null
            ? null
            : throw new ParameterBindingException(parameter.Name!, $"'{parameter.Name}' is missing.");
    }

    private static async ValueTask<object?> ConvertAsync(EmbeddedFunctionContext context, ParameterInfo parameter)
    {
        var described = context.FunctionDefinition.Parameters.First(p => string.Equals(p.Name, parameter.Name, StringComparison.Ordinal));
        foreach (var attribute in parameter.GetCustomAttributes<InputConverterAttribute>())
        {
            var converter = (IInputConverter)ActivatorUtilities.GetServiceOrCreateInstance(context.InstanceServices, attribute.ConverterType);
            var result = await converter.ConvertAsync(new EmbeddedConverterContext(parameter.ParameterType, context.Call.Value, context, described.Properties));
            switch (result.Status)
            {
                case ConversionStatus.Succeeded:
                    return result.Value ?? Default(parameter.ParameterType);
                case ConversionStatus.Failed:
                    throw result.Error as ParameterBindingException
                        ?? new ParameterBindingException(parameter.Name!, $"'{parameter.Name}' cannot be read.", result.Error);
            }
        }

        return parameter.HasDefaultValue
            ? parameter.DefaultValue
            : throw new ParameterBindingException(parameter.Name!, $"No converter has a value for '{parameter.Name}'.");
    }

    // A value type that is missing is all zeros; anything else, Nullable included, is null.
    private static object? Default(Type type) =>
        type.IsValueType && Nullable.GetUnderlyingType(type) is null ? RuntimeHelpers.GetUninitializedObject(type) : null;
}
