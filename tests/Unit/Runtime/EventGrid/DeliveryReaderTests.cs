using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using OpsAutomation.Runtime.EventGrid;

namespace OpsAutomation.Unit.Runtime.EventGrid;

public sealed class DeliveryReaderTests
{
    [Fact]
    public void No_bytes_whatever_make_the_reader_throw()
    {
        Prop.ForAll<byte[]>(bytes =>
        {
            var read = DeliveryReader.Read(bytes);
            return read.Error is null != (read.Events.Count == 0);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Every_event_comes_out_in_order()
    {
        Prop.ForAll<PositiveInt>(count =>
        {
            var ids = Enumerable.Range(0, count.Get).ToList();
            var body = JsonSerializer.SerializeToUtf8Bytes(ids.Select(i => new { id = i }));
            var read = DeliveryReader.Read(body);
            return read.Error is null && read.Events.Select(e => JsonDocument.Parse(e).RootElement.GetProperty("id").GetInt32()).SequenceEqual(ids);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void More_events_than_event_grid_ever_sends_are_refused()
    {
        var body = Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat("{}", DeliveryReader.MostEvents + 1))}]");

        Assert.Contains("5001 events", DeliveryReader.Read(body).Error);
    }
}
