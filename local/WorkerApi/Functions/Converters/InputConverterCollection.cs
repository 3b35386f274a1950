using System.Collections;
using Microsoft.Azure.Functions.Worker.Converters;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>The converters of a worker in the order in which they are asked.</summary>
public sealed class InputConverterCollection : IEnumerable<Type>
{
    private readonly List<Type> _types = [];

    /// <summary>Only the worker's options make one.</summary>
    internal InputConverterCollection()
    {
    }

    /// <summary>Puts a converter at the end.</summary>
    public void Register<T>()
        where T : IInputConverter => _types.Add(typeof(T));

    /// <summary>Puts a converter at this place.</summary>
    public void RegisterAt<T>(int index)
        where T : IInputConverter => _types.Insert(index, typeof(T));

    /// <summary>Removes them all.</summary>
    public void Clear() => _types.Clear();

    /// <summary>The converters' types.</summary>
    public IEnumerator<Type> GetEnumerator() => _types.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
